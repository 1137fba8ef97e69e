// What is given at a visit: a line for each kind of service, with its quantity and perhaps a diagnosis.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { line, make, say } = desk;
  const DIAGNOSIS = /^([A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?)?$/;
  const rows = document.querySelector("[data-lines]");
  const given = { lines: [], done: () => {} }; // lines: {id, kind, quantity, diagnosis}
  desk.given = given;

  const named = (one) => ({ kind: desk.named(one.kind.name) });
  const fieldOf = (at, name) => rows.rows[at].querySelector(`[data-field=${name}]`);

  const quantityOf = (one) => {
    const typed = desk.typedQuantity(String(one.quantity));
    return /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  };

  const diagnosisOf = (one) => one.diagnosis.replace(/\s/g, "").toUpperCase();

  const fieldFor = (one, name, size) => {
    const input = make("input", {
      class: `input size-${size}`, dir: "ltr", autocomplete: "off", "data-field": name,
      "aria-label": say(`${name}_of`, named(one)), ...(name === "quantity" ? { inputmode: "numeric" } : { placeholder: "ICD-10" }),
    });
    input.value = one[name];
    input.addEventListener("input", () => { one[name] = input.value; });
    return input;
  };

  const row = (one) => {
    const away = make("button", { type: "button", class: "button button--quiet", tabindex: "-1", "aria-label": say("remove_kind", named(one)) }, make("span", { text: "×" }));
    away.addEventListener("click", () => {
      given.use(given.lines.filter((other) => other !== one));
      given.done();
    });
    return make("tr", {}, make("th", { scope: "row", text: named(one).kind }), make("td", {}, fieldFor(one, "quantity", "4")), make("td", {}, fieldFor(one, "diagnosis", "6")), make("td", {}, away));
  };

  given.use = (lines) => {
    given.lines = lines;
    rows.closest("table").hidden = !lines.length;
    rows.replaceChildren(...lines.map(row));
  };

  // The same kind once more is one more of it.
  given.add = (kind, { quantity = 1, diagnosis = "" } = {}) => {
    const same = given.lines.find((one) => one.kind.code === kind.code);
    if (same) same.quantity = quantityOf(same) + quantity;
    else if (given.lines.length < line.facts.limits.lines) given.lines.push({ id: desk.newId(), kind, quantity, diagnosis });
    given.use(given.lines);
  };

  given.count = (by) => {
    const last = given.lines[given.lines.length - 1];
    if (!last) return;
    last.quantity = quantityOf(last) + by;
    given.use(given.lines.filter((one) => one !== last || last.quantity > 0));
  };

  given.toField = (name) => {
    if (!given.lines.length) return;
    const field = fieldOf(given.lines.length - 1, name);
    field.focus();
    field.select();
  };

  // The first field that is wrong and why; null where nothing is.
  given.fault = () => {
    const most = line.facts.limits.quantity;
    for (const [at, one] of given.lines.entries()) {
      if (quantityOf(one) < 1 || quantityOf(one) > most) return [fieldOf(at, "quantity"), say("quantity_range", { number: most })];
      if (!DIAGNOSIS.test(diagnosisOf(one))) return [fieldOf(at, "diagnosis"), say("diagnosis_shape")];
    }
    return null;
  };

  given.inRecords = () => given.lines.map((one) => ({ id: one.id, service_type: one.kind.code, quantity: quantityOf(one), diagnosis: diagnosisOf(one) }));
})(window.desk);
