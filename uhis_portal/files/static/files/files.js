// Pages of files work without this file: it tells of a file that is too large before it is sent, and how far the work is.
(() => {
  "use strict";

  const EVERY = 2000; // milliseconds

  const input = document.querySelector("input[type=file][data-largest]");
  if (input) {
    const note = document.querySelector("[data-too-large]");
    input.addEventListener("change", () => {
      const file = input.files[0];
      const large = Boolean(file) && file.size > Number(input.dataset.largest);
      note.hidden = !large;
      input.setCustomValidity(large ? note.textContent.trim() : "");
    });
  }

  const live = document.querySelector("[data-work]");
  if (!live) return;
  const bar = live.querySelector("progress");
  const words = live.querySelector("[data-words]");
  const form = new Intl.NumberFormat("en");

  const look = async () => {
    try {
      const answer = await fetch(live.dataset.work, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const one = await answer.json();
      if (one.state.code !== live.dataset.state) {
        location.reload();
        return;
      }
      if (!one.being_read && one.rows.total) {
        bar.max = one.rows.total;
        bar.value = one.rows.done;
        words.textContent = live.dataset.said
          .replace("{done}", form.format(one.rows.done))
          .replace("{total}", form.format(one.rows.total));
      }
    } catch {
      // The line is down: look again later.
    }
    setTimeout(look, document.hidden ? 5 * EVERY : EVERY);
  };
  setTimeout(look, EVERY);
})();
