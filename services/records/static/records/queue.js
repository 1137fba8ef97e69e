// The queue of entries: sealed and kept on the device until the portal has answered for each of them.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { line, store } = desk;
  const LOOK_UP_HOLDS = 11 * 3600 * 1000; // milliseconds, a little less than the portal's own
  const AGAIN = [2000, 4000, 8000, 15000, 30000]; // milliseconds
  const DAY = 24 * 3600 * 1000;
  const SLACK = 60 * 1000; // milliseconds
  const NOT_ACCEPTED = [400, 403, 422];
  let handle = null;
  let attempt = 0;
  let timer = 0;
  let wanted = false;
  let running = null;

  // `trouble` names what is wrong with the device itself: none, no_storage, full, outdated, no_key.
  const queue = {
    trouble: "", open: false, pending: 0, refused: 0, sent: 0, others: [], changed: () => {}, locked: () => {}, logged: () => {},
  };
  desk.queue = queue;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("desk") : null;

  const tell = (what) => channel && channel.postMessage(what);

  const recount = async () => {
    if (queue.trouble === "no_storage" || queue.trouble === "outdated") return queue.changed();
    const entries = await store.entries(desk.clerk);
    for (const state of ["pending", "refused", "sent"]) queue[state] = entries.filter((entry) => entry.state === state).length;
    const others = (await store.queues()).filter((kept) => kept.clerk !== desk.clerk);
    queue.others = [];
    for (const kept of others) {
      const left = (await store.entries(kept.clerk)).filter(store.isLeft).length;
      if (left) queue.others.push({ name: kept.name, left });
    }
    return queue.changed();
  };
  queue.recount = recount;

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.kind === "changed") recount().then(() => data.logged && queue.logged());
      if (data.kind === "locked" && data.clerk === desk.clerk) shut();
    };
  }

  const shut = () => {
    handle = null;
    queue.open = false;
    clearTimeout(timer);
    queue.locked();
  };

  queue.start = async () => {
    if (!desk.canSeal()) queue.trouble = "no_storage";
    else {
      store.outdated = () => {
        queue.trouble = "outdated";
        queue.open = false;
        queue.changed();
      };
      await store.open().catch(() => {
        queue.trouble = queue.trouble || "no_storage";
      });
    }
    if (queue.trouble) return queue.changed();
    await store.lock({ but: desk.clerk }).catch(() => {});
    const kept = await store.queue(desk.clerk);
    handle = (kept && kept.handle) || null;
    queue.open = Boolean(handle);
    const day = Date.now() - DAY;
    const old = (await store.entries(desk.clerk)).filter((entry) => entry.state === "sent" && entry.at < day);
    if (old.length) await store.drop(old.map((entry) => entry.seq)).catch(() => {});
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    return recount();
  };

  // Whoever is signed in opens the own queue: the secret comes from the portal, the salt from here.
  queue.unlock = async () => {
    if (queue.trouble || handle) return;
    await navigator.locks.request("desk-key", async () => {
      const kept = await store.queue(desk.clerk);
      if (kept && kept.handle) {
        handle = kept.handle;
      } else {
        const told = await line.ask(`/api/v1/desk/queue-secret${kept ? `?key=${encodeURIComponent(kept.key)}` : ""}`);
        const salt = kept ? kept.salt : desk.newSalt();
        const made = await desk.deriveKey(told.secret, salt);
        await store.keepQueue({ clerk: desk.clerk, name: line.facts.clerk.name, key: told.key, salt, handle: made });
        handle = made;
      }
      queue.open = true;
    }).catch((fault) => {
      if (fault instanceof line.Refused) queue.trouble = "no_key";
      else if (fault instanceof line.NoLine || fault instanceof line.Ended) throw fault;
      else queue.trouble = "full";
    });
    await recount();
  };

  // Lock: the handle goes, what is sealed stays.
  queue.lock = async ({ leaving = false } = {}) => {
    if (queue.trouble !== "no_storage") {
      await store.lock({ clerk: desk.clerk });
      if (leaving) await store.forgetFacts();
    }
    tell({ kind: "locked", clerk: desk.clerk });
    shut();
  };

  const sealedRow = async (content, more = {}) => ({
    id: content.item.id, clerk: desk.clerk, state: "pending", frozen: false, at: Date.now(),
    ...(await desk.seal(handle, desk.clerk, content.item.id, content)), ...more,
  });

  // Kept once this has come back; what is thrown means that nothing was kept.
  queue.add = async (contents, instead = null) => {
    const rows = await Promise.all(contents.map((content) => sealedRow(content)));
    try {
      await store.add(rows, instead);
    } catch (fault) {
      queue.trouble = queue.trouble || "full";
      queue.changed();
      throw fault;
    }
    if (queue.trouble === "full") queue.trouble = "";
    await recount();
    tell({ kind: "changed" });
  };

  queue.contents = async (states) => {
    if (!handle) return [];
    const rows = (await store.entries(desk.clerk)).filter((entry) => states.includes(entry.state));
    // What cannot be opened keeps nothing else from being sent.
    return Promise.all(rows.map(async (row) => ({ ...row, content: await desk.unseal(handle, row).catch(() => null) })));
  };

  queue.discard = async (seq) => {
    await store.drop([seq]);
    await recount();
    tell({ kind: "changed" });
  };

  // The day of an entry by the portal's clock, as it was known then and is known now. The device's clock may be wrong, or have
  // been set meanwhile: what lies before the last word from the portal, or is still to come, is not believed.
  const dayOf = ({ madeAt, skew, contact }) => {
    const moments = [madeAt + skew, madeAt + line.skew].filter((at) => at > contact - SLACK && at < line.now() + SLACK);
    const days = [...new Set(moments.map(desk.cairoDay))];
    return days.length === 1 ? days[0] : "";
  };

  // Before its first sending an entry gets its day, and is then never changed again.
  const freeze = async (row) => {
    if (row.frozen) return row;
    const { content } = row;
    if (!content.byHand) content.item.provided_on = dayOf(content);
    if (!content.item.provided_on) return { ...row, state: "refused", errors: [{ field: "provided_on", message: desk.say("clock_changed") }] };
    return { ...row, content, ...(await desk.seal(handle, desk.clerk, row.id, content)), frozen: true };
  };

  const kept = ({ content: _content, ...row }) => row;

  const asSent = ({ content }) => {
    const { item, number, foundAt } = content;
    const held = !number || !item.beneficiary || Date.now() - foundAt < LOOK_UP_HOLDS;
    return held ? item : { ...item, beneficiary: null, national_id: number };
  };

  // What is not accepted as a whole, such as entries of a facility that the clerk has left, is refused one by one.
  const answersFor = async (rows) => {
    const body = { facility: rows[0].content.facility, items: rows.map(asSent) };
    try {
      return (await line.ask("/api/v1/service-records/batch", { method: "POST", body })).results;
    } catch (fault) {
      if (!(fault instanceof line.Refused && NOT_ACCEPTED.includes(fault.status))) throw fault;
      const errors = fault.errors.length ? fault.errors : [{ field: "", message: fault.words }];
      return rows.map(({ id }) => ({ id, status: "refused", errors }));
    }
  };

  const sendBatch = async (rows) => {
    const answers = new Map((await answersFor(rows)).map((result) => [result.id, result]));
    const settled = rows.map((row) => {
      const result = answers.get(row.id);
      if (result.status === "logged") return { seq: row.seq, id: row.id, clerk: row.clerk, state: "sent", at: Date.now() };
      return { ...kept(row), state: "refused", errors: result.errors };
    });
    const done = settled.filter((row) => row.state === "sent").map((row) => row.seq);
    try {
      await store.change(settled);
    } catch (fault) {
      await store.drop(done); // a full device can still forget
      if (done.length < settled.length) throw fault;
    }
    await recount();
    tell({ kind: "changed", logged: true });
    queue.logged();
  };

  const sendAll = async () => {
    if (!line.isFresh()) await line.hello();
    for (;;) {
      if (!handle) return;
      const rows = (await queue.contents(["pending"])).filter((row) => row.content);
      if (!rows.length) return;
      const first = rows.filter((row) => row.content.facility === rows[0].content.facility).slice(0, line.facts.limits.batch);
      const frozen = await Promise.all(first.map(freeze));
      const ready = frozen.filter((row) => row.state === "pending");
      const stored = store.change(frozen.map(kept)).then(recount);
      if (ready.length) await stored.catch(() => {}).then(() => sendBatch(ready)); // a full device is emptied by sending
      else await stored;
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(queue.send, AGAIN[Math.min(attempt, AGAIN.length - 1)]);
    attempt += 1;
  };

  // One tab at a time; who asks meanwhile is served by the same round or the next.
  queue.send = () => {
    wanted = true;
    running = running || (async () => {
      while (wanted) {
        wanted = false;
        try {
          await (queue.trouble === "no_storage" ? sendAll() : navigator.locks.request("desk-send", sendAll));
          attempt = 0;
        } catch (fault) {
          if (fault instanceof line.Ended) await queue.lock();
          else if (fault instanceof line.Refused) queue.stopped(fault.words);
          else later();
        }
      }
      running = null;
    })();
    return running;
  };
  queue.stopped = () => {};

  addEventListener("online", () => queue.send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && queue.send());
})(window.desk);
