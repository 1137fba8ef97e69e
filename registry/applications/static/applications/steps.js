// A page of registering: what is typed is looked at as one leaves a field, and a lost line loses nothing.
// Every page works without this file. Nothing typed is kept in the browser: phones are shared.
(() => {
  "use strict";

  const form = () => document.querySelector("form[data-step]");
  const OF_APPLICATION = ["address", "phone"];
  const OF_PERSON = [
    "relation", "full_name", "known_by", "national_id", "certificate_number", "guardian", "nationality",
    "passport_number", "sex",
  ];
  let typed = false; // something was typed that no answer of the portal has seen
  let sending = false;

  const values = (of, names) => {
    const data = new FormData(of);
    const found = {};
    for (const name of names) if (data.has(name)) found[name] = data.get(name);
    return found;
  };

  const question = (of) => {
    if (!("person" in of.dataset)) return values(of, OF_APPLICATION);
    const person = values(of, OF_PERSON);
    if (of.dataset.relation) person.relation = of.dataset.relation;
    if ("guardian" in person) person.guardian = person.guardian === "" ? null : Number(person.guardian);
    return of.dataset.person ? { person, person_id: of.dataset.person } : { person };
  };

  // The words of an error stand where the portal itself puts them, see templates/components/field_notes.html.
  const say = (input, message) => {
    const field = input.closest(".field");
    const id = `${input.id}_error`;
    let place = document.getElementById(id);
    if (message && !place) {
      place = document.createElement("p");
      place.className = "error-message";
      place.id = id;
      input.before(place);
    }
    if (place && message) place.textContent = message;
    if (place && !message) place.remove();
    field.classList.toggle("field--error", Boolean(message));
    const others = (input.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
    input.setAttribute("aria-describedby", [...others, ...(message ? [id] : [])].join(" "));
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };

  const look = async (of, input) => {
    const asked = JSON.stringify(question(of));
    const typed = input.value;
    const answer = await fetch(of.dataset.look, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Accept-Language": document.documentElement.lang,
        "X-CSRFToken": of.elements.csrfmiddlewaretoken.value,
      },
      body: asked,
    });
    if (!answer.ok) return;
    const found = await answer.json();
    const wrong = found.errors.find((one) => one.field === input.name);
    // Answers come in any order: one to what stands there no more says nothing.
    if (input.value === typed) say(input, wrong ? wrong.message : "");
    const said = of.querySelector("[data-said]");
    if (said && JSON.stringify(question(of)) === asked) said.textContent = [found.said && `${found.said}.`, ...found.warnings.map((one) => one.message)].filter(Boolean).join(" ");
  };

  document.addEventListener("input", (event) => {
    if (event.target.form === form()) typed = true;
  });

  document.addEventListener("change", (event) => {
    const input = event.target;
    const of = input.form;
    const single = input.matches("input:not([type=radio]):not([type=checkbox]), textarea");
    if (!of || of !== form() || sending || !single) return;
    if (![...OF_APPLICATION, ...OF_PERSON].includes(input.name)) return;
    look(of, input).catch(() => {}); // without a line the form is checked when it is sent
  });

  const hold = (of, held) => {
    of.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = held; });
    sending = held;
  };

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    if (!main) return false;
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    const first = document.querySelector("[data-error-summary]");
    if (first) first.focus();
    return true;
  };

  const post = (of, submitter) =>
    fetch(of.action, {
      method: "POST",
      headers: { "X-By-Script": "1" },
      body: new URLSearchParams(new FormData(of, submitter)),
    });

  // Who signed in again beside this page has another token: the page fetches it, and what was typed is sent with it.
  const withNewToken = async (of) => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-step] [name=csrfmiddlewaretoken]");
    if (token) of.elements.csrfmiddlewaretoken.value = token.value;
    return Boolean(token);
  };

  document.addEventListener("submit", async (event) => {
    const of = event.target;
    if (of !== form()) return;
    event.preventDefault();
    if (sending) return;
    hold(of, true);
    try {
      let answer = await post(of, event.submitter);
      if (answer.status === 403 && (await withNewToken(of))) answer = await post(of, event.submitter);
      const next = answer.headers.get("X-Next-Page") || (answer.redirected && answer.url);
      if (next) {
        typed = false;
        location.assign(next);
        return;
      }
      const text = await answer.text();
      if (show(text)) {
        sending = false;
        return;
      }
      location.reload();
    } catch {
      hold(of, false);
      const notice = of.querySelector("[data-no-line]");
      notice.hidden = false;
      notice.scrollIntoView({ block: "nearest" });
    }
  }, true);

  // A page that is left half filled hands over what was typed; the portal keeps it sealed for this session.
  const handOver = () => {
    const of = form();
    if (!of || !typed || sending) return;
    const body = new FormData(of);
    body.set("keep", "1");
    navigator.sendBeacon(of.action, body);
    typed = false;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") handOver();
  });
  window.addEventListener("pagehide", handOver);
})();
