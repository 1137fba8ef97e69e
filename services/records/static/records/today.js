// What this facility wrote down today: the list, its totals, and undoing a slip with a reason.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { line, make, say } = desk;
  const list = document.querySelector("[data-today]");
  const totals = document.querySelector("[data-totals]");
  const today = { done: () => {}, told: () => {} };
  desk.today = today;
  let latest = 0;

  const nameOf = (visit) => {
    if (visit.name) return make("bdi", { text: visit.name });
    return make("span", { class: "muted", text: say(visit.other_patient || "other_unit") });
  };

  const recordRow = (record) => {
    const words = `${desk.named(record.service_type.name)}\u00a0×\u00a0${desk.number(Math.abs(record.quantity))}`;
    const undone = record.reversed_by || record.reverses;
    const late = record.provided_on < desk.cairoDay(record.recorded_at) ? desk.badge(say("late"), "neutral") : null;
    if (undone) return make("li", { class: "row" }, make("del", { text: words }), desk.badge(say("undone"), "neutral"));
    const button = make("button", { type: "button", class: "button button--quiet", "data-undo": record.id, "aria-label": say("undo_this", { kind: desk.named(record.service_type.name) }) }, make("span", { text: say("undo") }));
    const row = make("li", { class: "row" }, make("span", { text: words }), late, button);
    button.addEventListener("click", () => askWhy(row, record));
    return row;
  };

  const draw = ({ visits, totals: sums }) => {
    list.replaceChildren(
      ...(visits.length
        ? visits.map((visit) => make("li", {}, make("div", { class: "desk-visit" }, make("span", { class: "number", text: desk.time(visit.at) }), nameOf(visit)), make("ul", {}, ...visit.records.map(recordRow))))
        : [make("li", { class: "muted", text: say("nothing_today") })]),
    );
    desk.fill(
      totals,
      make("p", { class: "tile-value", text: desk.number(sums.services) }),
      make("p", { text: say("people", { number: sums.people }) }),
      sums.late ? make("p", { class: "muted", text: say("late_today", { number: sums.late }) }) : null,
      make("ul", { class: "desk-kinds-today" }, ...sums.kinds.map((kind) => make("li", {}, make("span", { text: desk.named(kind.name) }), make("strong", { class: "number", text: desk.number(kind.number) })))),
    );
  };

  // Only the newest answer is drawn, and never under the hands of someone who is just saying why.
  today.refresh = async () => {
    latest += 1;
    const own = latest;
    const told = await line.ask("/api/v1/desk/day/").catch(() => null);
    if (told && own === latest && !list.querySelector("form")) draw(told);
  };

  // Where the day is not known yet, the page says why.
  today.unknown = () => {
    if (!list.children.length) list.replaceChildren(make("li", { class: "muted", text: say("day_needs_line") }));
  };

  today.empty = () => {
    latest += 1;
    list.replaceChildren();
    totals.replaceChildren();
  };

  today.undoLast = () => {
    const button = list.querySelector("[data-undo]");
    if (button) button.click();
  };

  const askWhy = (row, record) => {
    list.querySelectorAll("form").forEach((form) => form.remove());
    const id = desk.newId();
    const input = make("input", { class: "input", id: "undo-reason", list: "undo-reasons", autocomplete: "off", maxlength: "200" });
    const error = make("p", { class: "error-message", id: "undo-error", role: "alert" });
    const button = make("button", { type: "submit", class: "button button--warning" }, make("span", { text: say("undo_it") }), make("kbd", { text: "Enter", dir: "ltr", "aria-hidden": "true" }));
    const form = make("form", { class: "desk-undo", novalidate: true }, make("label", { class: "label", for: "undo-reason", text: say("why_undone") }), error, input, button);
    const leave = () => {
      form.remove();
      today.done();
    };
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      leave();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      button.disabled = true;
      try {
        await line.ask(`/api/v1/service-records/${record.id}/reverse/`, { method: "POST", body: { id, reason: input.value } });
      } catch (fault) {
        button.disabled = false;
        error.textContent = fault instanceof line.Refused ? fault.errors.map((one) => one.message).join(" ") || fault.words : say("undo_needs_line");
        return input.focus();
      }
      leave();
      today.told(say("is_undone"));
      return today.refresh();
    });
    row.append(form);
    input.focus();
  };
})(window.desk);
