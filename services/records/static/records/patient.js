// Who stands before the desk: found by the portal, known by number only while there is no line, or not registered.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { line, make, say } = desk;
  const TONES = { covered: "good", not_covered: "warning", not_known: "neutral" };
  const panel = document.querySelector("[data-patient]");
  const choices = document.querySelector("[data-people]");
  const other = document.querySelector("[data-other]");

  // `current` is {person, number, foundAt} | {number, asking} | {other, id}; `asked` comes to whether the portal named someone.
  let latest = 0;
  const patient = { current: null, asked: null, changed: () => {}, none: () => {}, day: () => line.today() };
  desk.patient = patient;

  // A national ID number has a day of birth in it, which is over.
  const isNumber = (digits) => {
    const parts = /^([23])(\d\d)(\d\d)(\d\d)\d{7}$/.exec(digits);
    if (!parts) return false;
    const [century, year, month, date] = parts.slice(1).map(Number);
    const born = new Date(Date.UTC(1700 + 100 * century + year, month - 1, date));
    return born.getUTCMonth() === month - 1 && born.getUTCDate() === date && born.toISOString().slice(0, 10) <= line.today();
  };

  const covered = ({ cover, cover_reason: why }) =>
    make("p", { class: "desk-cover" }, desk.badge(desk.named(cover.name), TONES[cover.code]), make("span", { text: desk.named(why.name) }));

  const facts = (person) => {
    const parts = [
      desk.named(person.sex.name),
      say("born", { day: desk.day(person.birth_date) }),
      person.registered_since && say("registered_since", { day: desk.day(person.registered_since) }),
      desk.named(person.unit.name),
      say("family_file", { number: person.file_number }),
    ];
    return make("p", { class: "facility-line" }, ...parts.filter(Boolean).map((text) => make("span", { text })));
  };

  const wayToServices = ({ id }) => {
    const href = panel.dataset.services.replace(/0{8}-(0{4}-){3}0{12}/, id);
    return make("p", {}, make("a", { class: "plain-link", href, text: say("services_before") }));
  };

  const draw = () => {
    const now = patient.current;
    panel.hidden = !now || Boolean(now.other);
    other.hidden = !(now && now.other);
    choices.hidden = true;
    choices.replaceChildren();
    if (!now) return panel.replaceChildren();
    if (now.other) {
      other.querySelector("legend").textContent = say(now.other);
      return panel.replaceChildren();
    }
    if (!now.person || !now.person.cover) {
      const name = now.person ? make("bdi", { text: now.person.full_name }) : make("bdi", { class: "code", dir: "ltr", text: now.number });
      const told = now.asking
        ? [desk.badge(say("looking_up"), "neutral")]
        : [desk.badge(say("not_checked"), "waiting"), make("span", { text: say("not_checked_why") })];
      return panel.replaceChildren(make("h2", {}, name), make("p", { class: "desk-cover" }, ...told));
    }
    const { person } = now;
    return desk.fill(
      panel,
      make("h2", {}, make("bdi", { text: person.full_name })),
      covered(person),
      facts(person),
      wayToServices(person),
      person.died_on && make("p", { class: "error-message", text: say("died", { day: desk.day(person.died_on) }) }),
    );
  };

  patient.take = (current) => {
    latest += 1;
    patient.current = current;
    draw();
    patient.changed();
  };

  patient.drop = () => {
    patient.asked = null;
    other.querySelectorAll("input, select").forEach((field) => { field.value = ""; });
    patient.take(null);
  };

  patient.takeOther = (kind) => {
    patient.drop();
    patient.take({ other: kind, id: desk.newId() });
    document.getElementById("other-full-name").focus();
  };

  const offer = (people, more, number) => {
    patient.take(null);
    choices.hidden = false;
    choices.replaceChildren(
      make("p", { id: "desk-people-title", text: say(more ? "choose_more" : "choose") }),
      make("ol", { "aria-labelledby": "desk-people-title" }, ...people.map((person, at) => {
        const button = make("button", { type: "button", class: "desk-person" }, make("kbd", { text: at + 1 }),
          make("span", {}, make("bdi", { text: person.full_name }), make("small", { class: "facility-line" }, ...[person.relation && desk.named(person.relation.name), say("born", { day: desk.day(person.birth_date) }), say("family_file", { number: person.file_number })].filter(Boolean).map((text) => make("span", { text })))),
          desk.badge(desk.named(person.cover.name), TONES[person.cover.code]));
        button.addEventListener("click", () => patient.take({ person, number, foundAt: Date.now() }));
        return make("li", {}, button);
      })),
    );
    choices.querySelector("button").focus();
  };

  choices.addEventListener("keydown", (event) => {
    const buttons = [...choices.querySelectorAll("button")];
    const digit = Number(desk.latinDigits(event.key));
    const at = buttons.indexOf(document.activeElement);
    if (digit >= 1 && digit <= buttons.length) buttons[digit - 1].click();
    else if (event.key === "ArrowDown") buttons[(at + 1) % buttons.length].focus();
    else if (event.key === "ArrowUp") buttons[(at + buttons.length - 1) % buttons.length].focus();
    else return;
    event.preventDefault();
  });

  // Comes to whether someone stands before the desk now; an answer is passed over when another has been asked for since.
  const ask = async (typed, number, before = null) => {
    latest += 1;
    const own = latest;
    let answer = null;
    let failure = null;
    try {
      answer = await line.ask("/api/v1/desk/look-up", { method: "POST", body: { who: typed, day: patient.day() } });
    } catch (fault) {
      failure = fault;
    }
    if (own !== latest || failure instanceof line.Ended) return false;
    if (failure instanceof line.Refused) patient.none(typed, failure.errors.map((one) => one.message).join(" ") || failure.words);
    else if (failure && before && before.person) patient.take({ ...before, person: { ...before.person, cover: null } });
    else if (failure && number) patient.take({ number });
    else if (failure) patient.none(typed, say("number_only"));
    else if (!answer.people.length) patient.none(typed, say(`none_by_${answer.by}`), answer.by === "national_id");
    else if (answer.people.length === 1) patient.take({ person: answer.people[0], number, foundAt: Date.now() });
    else offer(answer.people, answer.more, number);
    return Boolean(patient.current);
  };

  const follow = (typed, number, before) => {
    const asked = ask(typed, number, before).finally(() => {
      if (patient.asked === asked) patient.asked = null;
    });
    patient.asked = asked;
  };

  // A number goes ahead: the clerk types on, and the answer comes meanwhile.
  patient.find = (typed) => {
    const digits = desk.typedNumber(typed);
    const number = isNumber(digits) ? digits : "";
    const asking = !number || line.state !== "offline";
    patient.take(number ? { number, asking } : null);
    if (asking) follow(typed, number);
    else desk.queue.send();
    return Boolean(number);
  };

  // Another day may have another answer, and what was typed without a line has none yet.
  patient.askAgain = () => {
    const now = patient.current;
    if (!now || line.state !== "online") return;
    if (now.number || (now.person && now.person.code)) follow(now.number || now.person.code, now.number, now);
  };

  const typedOf = (name) => document.getElementById(`other-${name}`).value.trim();

  // What says, in a record, who was given care.
  patient.inRecord = () => {
    const { current } = patient;
    if (current.other) {
      const year = desk.typedQuantity(typedOf("birth-year"));
      return {
        other_patient: {
          id: current.id, kind: current.other, full_name: typedOf("full-name"), sex: typedOf("sex"),
          birth_year: year ? Number(year) : null, paper: typedOf("paper"),
        },
      };
    }
    if (current.person && line.state === "online") return { beneficiary: current.person.id };
    if (current.number) return { national_id: current.number };
    return { beneficiary: current.person.id };
  };

  patient.label = () => {
    const { current } = patient;
    if (current.other) return typedOf("full-name") || say(current.other);
    return current.person ? current.person.full_name : current.number;
  };

  // An entry that was refused comes back to be mended.
  patient.bringBack = ({ item, number, person }) => {
    if (item.other_patient) {
      patient.takeOther(item.other_patient.kind);
      for (const [name, value] of Object.entries(item.other_patient)) {
        const field = document.getElementById(`other-${name.replace("_", "-")}`);
        if (field) field.value = value === null ? "" : value;
      }
    } else if (number || item.national_id) patient.take({ number: number || item.national_id });
    else patient.take({ person, foundAt: 0 });
  };
})(window.desk);
