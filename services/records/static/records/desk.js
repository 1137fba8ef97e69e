// The clerk's desk as one page: find, choose, Enter. The focus is always where the next key belongs.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { dayField: day, given, kept, kinds, line, patient, queue, say, store, today } = desk;
  const LEAVING = "leaving"; // the fact that somebody signed out without a line
  const OFTEN = 20000; // milliseconds between two looks at the day while the page is seen
  const page = document.querySelector("[data-desk]");
  const who = document.getElementById("id_who");
  const kind = document.getElementById("desk-kind");
  const department = document.getElementById("desk-department");
  const told = document.querySelector("[data-told]");
  const fault = document.querySelector("[data-fault]");
  let visit = desk.newId();
  let mended = null; // the place in the queue of what is being mended
  let saving = false;

  const tell = (text) => { told.textContent = text; };
  today.told = tell;

  // One fault at a time, beside its field, which takes the next key.
  const refuse = (field, text) => {
    fault.textContent = text;
    for (const one of page.querySelectorAll("[aria-invalid]")) {
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
    }
    if (!text) return false;
    field.before(fault);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", fault.id);
    field.focus();
    if (field.select) field.select();
    return false;
  };

  patient.day = () => day.typed() || line.today();

  kinds.chosen = (chosen) => {
    given.add(chosen);
    kind.value = "";
    kinds.draw("");
    refuse(kind, "");
    kind.focus();
  };

  // A single sign in the empty field is an order, anything else is searched.
  kind.addEventListener("input", () => {
    const typed = desk.latinDigits(kind.value.trim());
    const orders = { "+": () => given.count(1), "-": () => given.count(-1), "*": () => given.toField("quantity"), "×": () => given.toField("quantity"), "/": () => given.toField("diagnosis") };
    if (/^[1-9]$/.test(typed) && kinds.favourites[typed - 1]) return kinds.chosen(kinds.favourites[typed - 1]);
    if (orders[typed]) {
      kind.value = "";
      return orders[typed]();
    }
    return kinds.draw(kind.value);
  });

  const fresh = () => {
    given.use([]);
    visit = desk.newId();
    mended = null;
    kind.value = "";
    who.value = "";
    day.show("");
    kinds.draw("");
    refuse(kind, "");
    patient.drop();
    who.focus();
  };

  const find = () => {
    const typed = who.value.trim();
    if (!typed) return refuse(who, say("type_who"));
    refuse(who, "");
    tell("");
    if (patient.find(typed)) {
      who.value = "";
      kind.focus();
    }
    return false;
  };

  // What was typed comes back, to be compared with the card.
  patient.none = (typed, text, unregistered = false) => {
    patient.take(null);
    who.value = typed;
    if (unregistered) tell(say("or_unregistered"));
    return text ? refuse(who, text) : who.focus();
  };

  patient.changed = () => {
    const now = patient.current;
    if (!now || now.other) return;
    who.value = "";
    if (document.activeElement === document.body || document.activeElement === who || !page.contains(document.activeElement)) kind.focus();
  };

  const firstFault = () => {
    if (!patient.current) return [who, say("type_who")];
    const year = document.getElementById("other-birth-year");
    if (patient.current.other && year.value.trim() && !/^(1[89]|20)\d\d$/.test(desk.typedQuantity(year.value))) return [year, say("year_shape")];
    if (!given.lines.length) return [kind, say("choose_kind")];
    return given.fault() || (day.fault() ? [day.field, day.fault()] : null);
  };

  // What one Enter writes: a record for each kind. Ids stay while it is on the screen, so that a second sending is harmless.
  const contents = () => {
    const { current } = patient;
    const of = patient.inRecord();
    return given.inRecords().map((record) => ({
      facility: line.facts.facility.code,
      madeAt: Date.now(),
      skew: line.skew,
      contact: line.contact,
      byHand: day.byHand(),
      number: current.number || "",
      foundAt: current.foundAt || 0,
      label: patient.label(),
      person: current.person && { id: current.person.id, full_name: current.person.full_name, code: current.person.code },
      item: { ...record, visit, provided_on: day.typed(), department: department && department.value ? Number(department.value) : null, ...of },
    }));
  };

  // Without a queue on the device an entry is saved only when the portal says so, and stays on the screen until then.
  const sendAtOnce = async (entries) => {
    const body = { facility: entries[0].facility, items: entries.map((entry) => entry.item) };
    const { results } = await line.ask("/api/v1/service-records/batch", { method: "POST", body });
    const wrong = results.flatMap((result) => result.errors || []);
    given.use(given.lines.filter((_one, at) => results[at].status !== "logged"));
    if (wrong.length) {
      refuse(kind, wrong.map((one) => one.message).join(" "));
    }
    return !wrong.length;
  };

  const save = async () => {
    if (saving) return;
    saving = true;
    try {
      line.endInTime();
      if (patient.asked && !(await patient.asked)) return;
      if (line.state === "ended") return;
      const wrong = firstFault();
      if (wrong) return void refuse(...wrong);
      const entries = contents();
      const number = entries.reduce((sum, entry) => sum + entry.item.quantity, 0);
      if (queue.open) {
        try {
          await queue.add(entries, mended);
          fresh();
          tell(say("kept", { number }));
          queue.send();
          return;
        } catch {
          if (line.state === "offline") return void refuse(kind, say("not_kept"));
        }
      }
      if (await sendAtOnce(entries)) {
        if (mended !== null) await queue.discard(mended).catch(() => {});
        fresh();
        tell(say("logged", { number }));
        today.refresh();
      }
    } catch (failure) {
      if (failure instanceof line.Refused) refuse(kind, failure.errors.map((one) => one.message).join(" ") || failure.words);
      else refuse(kind, say("not_saved"));
    } finally {
      saving = false;
    }
  };

  const enter = (target) => {
    if (target === who) return who.value.trim() || !patient.current ? find() : save();
    if (target === kind) {
      if (!kind.value.trim()) return save();
      return kinds.marked() ? kinds.chosen(kinds.marked()) : refuse(kind, say("no_kind"));
    }
    if (target === day.field && day.fault()) return refuse(target, day.fault());
    refuse(kind, "");
    return kind.focus();
  };

  const form = document.querySelector("[data-find]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.id === "desk-save") save();
  });

  form.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Enter" && target.matches("input, select") && !event.isComposing) {
      event.preventDefault();
      enter(target);
    } else if (key === "ArrowDown" && target === kind) {
      event.preventDefault();
      kinds.move(1);
    } else if (key === "ArrowUp" && target === kind) {
      event.preventDefault();
      kinds.move(-1);
    }
  });

  const ORDERS = {
    F2: fresh,
    F4: () => { day.field.focus(); day.field.select(); },
    F7: () => today.undoLast(),
    F8: () => patient.takeOther("unregistered"),
    F9: () => patient.takeOther("visitor"),
    F10: () => kept.first(),
    Escape: () => (kind.value && document.activeElement === kind ? ((kind.value = ""), kinds.draw("")) : fresh()),
  };
  document.addEventListener("keydown", (event) => {
    if (!ORDERS[event.key] || event.ctrlKey || event.altKey || event.metaKey || page.hidden) return;
    event.preventDefault();
    ORDERS[event.key]();
  });
  page.querySelectorAll("[data-order]").forEach((button) => button.addEventListener("click", () => ORDERS[button.dataset.order]()));

  day.field.addEventListener("input", day.draw);
  day.field.addEventListener("change", () => day.fault() || patient.askAgain());
  given.done = () => kind.focus();

  kept.done = () => who.focus();
  today.done = () => who.focus();
  kept.mend = (seq, content, errors) => {
    fresh();
    mended = seq;
    const { item } = content;
    const unclear = errors.some((error) => error.field === "provided_on");
    if (kinds.byCode.has(item.service_type)) given.add(kinds.byCode.get(item.service_type), item);
    if (!unclear || content.byHand) day.show(item.provided_on);
    if (department) department.value = item.department || "";
    patient.bringBack(content);
    (unclear ? day.field : kind).focus();
    patient.askAgain();
  };

  const drawLock = () => {
    const ended = line.state === "ended" || (!queue.open && !queue.trouble && line.state !== "online");
    const notice = document.querySelector("[data-locked]");
    notice.hidden = !ended;
    form.hidden = ended;
    document.querySelector("[data-beside]").hidden = ended;
    const left = queue.pending + queue.refused;
    notice.querySelector("[data-left]").textContent = left ? say("left_locked", { number: left }) : "";
    notice.querySelector("[data-releasable]").hidden = !left;
    if (ended) {
      fresh();
      today.empty();
      // Not to its link: the key that was on its way would open that unread.
      if (!notice.contains(document.activeElement)) notice.focus();
    }
  };

  queue.changed = () => kept.draw();
  queue.logged = () => today.refresh();
  queue.stopped = (text) => tell(text);
  queue.locked = () => {
    line.state = line.state === "online" ? "ended" : line.state;
    drawLock();
    queue.recount().then(drawLock);
  };
  line.changed = (state) => {
    kept.draw();
    if (state === "ended") queue.lock().catch(() => {});
    if (state === "offline") today.unknown();
    if (state !== "online") return;
    if (patient.current && patient.current.number && !patient.current.person) patient.askAgain();
    if (line.csrf) queue.send();
  };

  const useFacts = (facts) => {
    line.facts = facts;
    kinds.use(facts);
    if (department && department.options.length === 1) facts.departments.forEach((one) => department.add(new Option(desk.named(one.name), one.id)));
    page.querySelector("[data-department]").hidden = !facts.departments.length;
    day.draw();
  };

  // Signing out locks the queue first. Without a line the session itself ends as soon as there is one.
  const leave = document.querySelector("form[action$='/sign-out/']");
  const signOut = () => {
    leave.elements.csrfmiddlewaretoken.value = line.csrf || leave.elements.csrfmiddlewaretoken.value;
    leave.submit();
  };

  const hasLeft = async ({ session_ends: ends }) => {
    const left = queue.trouble === "no_storage" ? null : await store.fact(LEAVING).catch(() => null);
    return Boolean(left) && left.session_ends === ends;
  };

  if (leave) leave.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    await queue.lock({ leaving: true }).catch(() => {});
    if ("caches" in window) for (const name of await caches.keys()) if (name.startsWith("desk-")) await caches.delete(name);
    if (await line.reaches()) return signOut();
    const ends = line.facts && line.facts.session_ends;
    return store.keepFact({ name: LEAVING, session_ends: ends }).catch(() => {});
  }, true);

  // With the portal: fresh facts, an open queue, and whatever waits is sent.
  line.greeted = async (facts) => {
    if (await hasLeft(facts)) return signOut();
    useFacts(facts);
    await queue.unlock().catch(() => {});
    if (queue.trouble !== "no_storage") store.keepFact({ name: desk.clerk, facts, skew: line.skew, contact: line.contact }).catch(() => {});
    drawLock();
    today.refresh();
  };

  const begin = async () => {
    await queue.start();
    const known = queue.trouble === "no_storage" ? null : await store.fact(desk.clerk);
    if (known) {
      line.skew = known.skew;
      line.contact = known.contact;
      useFacts(known.facts);
      line.endInTime();
    }
    await queue.send();
    drawLock();
    await kept.draw();
  };

  const keepShell = async () => {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(page.dataset.worker, { scope: "/" });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ shell: new URL(page.dataset.shell, location.href).href });
  };

  page.hidden = false;
  document.querySelectorAll("[data-plain]").forEach((part) => part.remove());
  document.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
  begin().then(keepShell).catch(() => {});
  setInterval(() => {
    line.endInTime();
    if (document.visibilityState === "visible" && line.state === "online" && !saving) today.refresh();
  }, OFTEN);
})(window.desk);
