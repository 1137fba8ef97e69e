// The state of line and queue, always to be seen, and what was refused until a clerk has settled it.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { line, make, queue, say } = desk;
  const LINES = { online: "good", offline: "warning", ended: "bad", unknown: "neutral" };
  const state = document.querySelector("[data-line]");
  const counts = document.querySelector("[data-counts]");
  const trouble = document.querySelector("[data-trouble]");
  const box = document.querySelector("[data-kept]");
  const list = document.querySelector("[data-kept-list]");
  const kept = { mend: () => {}, done: () => {} };
  desk.kept = kept;

  const draw = () => {
    state.replaceChildren(desk.badge(say(`line_${line.state}`), LINES[line.state]));
    const said = [];
    if (queue.pending) said.push(desk.badge(say("pending", { number: queue.pending }), "waiting"));
    if (queue.refused) said.push(desk.badge(say("refused", { number: queue.refused }), "bad"));
    if (queue.sent && !queue.pending) said.push(desk.badge(say("sent", { number: queue.sent }), "good"));
    if (!said.length && queue.open) said.push(desk.badge(say("nothing_waits"), "neutral"));
    counts.replaceChildren(...said);
    const told = [];
    if (queue.trouble) told.push(say(`trouble_${queue.trouble}`));
    for (const other of queue.others) told.push(say("others_wait", { number: other.left, name: desk.named(other.name) }));
    trouble.hidden = !told.length;
    trouble.replaceChildren(...told.map((text) => make("p", { text })));
  };

  const row = ({ seq, state: how, errors, content }) => {
    if (!content) return make("li", {}, make("p", { text: say("trouble_no_key") }));
    const { facility, item, label } = content;
    const kind = desk.kinds.byCode.get(item.service_type);
    const words = make("div", {},
      make("strong", {}, make("bdi", { text: label })),
      make("p", { text: `${kind ? desk.named(kind.name) : item.service_type}\u00a0×\u00a0${desk.number(item.quantity)} · ${desk.day(item.provided_on)}` }));
    if (how === "pending") return make("li", {}, words, desk.badge(say("is_pending"), "waiting"));
    const own = desk.line.facts && desk.line.facts.facility.code === facility;
    const mend = make("button", { type: "button", class: "button button--secondary", "data-mend": true }, make("span", { text: say("mend") }));
    const discard = make("button", { type: "button", class: "button button--quiet" }, make("span", { text: say("discard") }));
    mend.addEventListener("click", () => kept.mend(seq, content, errors));
    discard.addEventListener("click", () => {
      if (discard.dataset.sure) return queue.discard(seq).then(kept.done);
      discard.dataset.sure = "1";
      discard.className = "button button--warning";
      discard.firstChild.textContent = say("discard_sure");
      return undefined;
    });
    return make("li", {}, words, desk.badge(say("is_refused"), "bad"),
      make("ul", { class: "error-message" }, ...errors.map((error) => make("li", { text: error.message }))),
      make("div", { class: "row" }, own ? mend : null, discard));
  };

  let latest = 0;
  const drawList = async () => {
    latest += 1;
    const own = latest;
    const entries = queue.open ? await queue.contents(["refused", "pending"]).catch(() => []) : [];
    if (own !== latest) return;
    entries.sort((a, b) => (a.state === b.state ? a.seq - b.seq : a.state === "refused" ? -1 : 1));
    box.hidden = !entries.length;
    const held = list.contains(document.activeElement);
    list.replaceChildren(...entries.map(row));
    if (held && !kept.first()) kept.done();
  };

  kept.draw = () => {
    draw();
    return drawList();
  };

  kept.first = () => {
    const button = list.querySelector("[data-mend]");
    if (button) button.focus();
    return Boolean(button);
  };
})(window.desk);
