// Choosing kinds of service: favourites by a digit, all others by some letters of any spelling in either language.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { make } = desk;
  const MOST = 8;
  const kinds = { all: [], favourites: [], byCode: new Map() };
  desk.kinds = kinds;

  kinds.use = (facts) => {
    kinds.all = facts.kinds;
    kinds.byCode = new Map(facts.kinds.map((kind) => [kind.code, kind]));
    kinds.favourites = facts.favourites.map((code) => kinds.byCode.get(code)).filter(Boolean);
    drawFavourites();
  };

  const rank = (kind, wanted) => {
    if (kind.spelled.includes(wanted)) return 0;
    if (kind.spelled.some((name) => name.startsWith(wanted))) return 1;
    if (kinds.favourites.includes(kind)) return 2;
    return kind.spelled.some((name) => ` ${name}`.includes(` ${wanted}`)) ? 3 : 4;
  };

  // Every word of what was typed stands in one of the names, as services/records/kinds.py asks.
  kinds.matching = (typed) => {
    const wanted = desk.comparable(typed);
    const words = wanted.split(" ").filter(Boolean);
    if (!words.length) return [];
    const fitting = kinds.all.filter((kind) => kind.spelled.some((name) => words.every((word) => name.includes(word))));
    return fitting.map((kind) => [rank(kind, wanted), kind]).sort((a, b) => a[0] - b[0]).map(([, kind]) => kind).slice(0, MOST);
  };

  const input = document.getElementById("desk-kind");
  const list = document.getElementById("desk-kinds");
  let shown = [];
  let marked = 0;

  const mark = (place) => {
    marked = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === marked)));
    if (shown.length) input.setAttribute("aria-activedescendant", `desk-kind-${marked}`);
    else input.removeAttribute("aria-activedescendant");
  };

  kinds.marked = () => shown[marked] || null;

  kinds.draw = (typed) => {
    shown = kinds.matching(typed);
    list.replaceChildren(
      ...shown.map((kind, at) => {
        const option = make("li", { role: "option", id: `desk-kind-${at}` }, make("span", { text: desk.named(kind.name) }), make("bdi", { class: "code muted", dir: "ltr", text: kind.code }));
        option.addEventListener("mousedown", (event) => {
          event.preventDefault(); // the focus stays where the next key belongs
          kinds.chosen(kind);
        });
        return option;
      }),
    );
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    mark(0);
  };

  kinds.move = (by) => shown.length && mark((marked + by + shown.length) % shown.length);
  kinds.chosen = () => {};

  const drawFavourites = () => {
    const place = document.querySelector("[data-favourites]");
    place.replaceChildren(
      ...kinds.favourites.map((kind, at) => {
        const button = make("button", { type: "button", class: "desk-favourite", tabindex: "-1" }, make("kbd", { text: at + 1 }), make("span", { text: desk.named(kind.name) }));
        button.addEventListener("click", () => kinds.chosen(kind));
        return make("li", {}, button);
      }),
    );
  };
})(window.desk);
