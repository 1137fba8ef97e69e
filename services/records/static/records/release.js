// Entries that clerks left locked on this device: handed to the portal as they are, and never opened here.
((desk) => {
  "use strict";

  const { line, make, say, store } = desk;
  const MOST = 100; // entries sent at once
  const list = document.querySelector("[data-queues]");
  const told = document.querySelector("[data-told]");

  const sealedAs = ({ id, iv, sealed }) => ({ id, iv: desk.base64(iv), sealed: desk.base64(sealed) });

  const sendPart = async (queue, entries) => {
    const body = { clerk: queue.clerk, key: queue.key, salt: desk.base64(queue.salt), entries: entries.map(sealedAs) };
    const { results } = await line.ask("/api/v1/desk/release", { method: "POST", body });
    const answers = new Map(results.map((one) => [one.id, one]));
    const isLogged = ({ id }) => answers.get(id).status === "logged";
    await store.drop(entries.filter(isLogged).map((entry) => entry.seq));
    const refused = entries.filter((entry) => !isLogged(entry));
    await store.change(refused.map((entry) => ({ ...entry, state: "refused", errors: answers.get(entry.id).errors })));
    return results;
  };

  const report = (results) => {
    const logged = results.filter((one) => one.status === "logged").length;
    const refused = results.length - logged;
    const reasons = new Set(results.flatMap((one) => (one.errors || []).map((error) => error.message)));
    desk.fill(
      told,
      make("p", { text: say("released", { number: logged }) }),
      refused && make("p", { text: say("still_refused", { number: refused }) }),
      make("ul", { class: "list" }, ...[...reasons].map((text) => make("li", { text }))),
      refused && make("p", { text: say("who_mends") }),
    );
  };

  const release = async (queue, button) => {
    button.disabled = true;
    const entries = (await store.entries(queue.clerk)).filter(store.isLeft);
    const results = [];
    try {
      for (let at = 0; at < entries.length; at += MOST) results.push(...(await sendPart(queue, entries.slice(at, at + MOST))));
      await store.lock({ clerk: queue.clerk });
      report(results);
    } catch (fault) {
      const words = fault instanceof line.Refused ? fault.errors.map((one) => one.message).join(" ") || fault.words : say("not_released");
      told.replaceChildren(make("p", { text: words }));
    }
    await draw();
  };

  const draw = async () => {
    const rows = [];
    for (const queue of await store.queues()) {
      const left = (await store.entries(queue.clerk)).filter(store.isLeft).length;
      if (!left) continue;
      const button = make("button", { type: "button", class: "button" }, make("span", { text: say("release") }));
      button.addEventListener("click", () => release(queue, button));
      rows.push(make("li", { class: "card" }, make("div", { class: "row" }, make("strong", {}, make("bdi", { text: desk.named(queue.name) })), make("span", { text: say("entries", { number: left }) }), button)));
    }
    list.replaceChildren(...(rows.length ? rows : [make("li", { class: "muted", text: say("nothing_locked") })]));
  };

  line.csrf = document.querySelector("[data-release] [name=csrfmiddlewaretoken]").value;
  if (!window.indexedDB) told.textContent = say("trouble_no_storage");
  else store.open().then(draw, () => { told.textContent = say("trouble_no_storage"); });
})(window.desk);
