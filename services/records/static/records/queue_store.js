// Where the device keeps the queue: IndexedDB. What is written counts only when its transaction has completed.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const NAME = "desk";
  const VERSION = 1;
  let database = null;

  // A newer page may have kept more than this one knows: it then stays out of the way.
  const upgrade = (made, before) => {
    if (before < 1) {
      made.createObjectStore("queues", { keyPath: "clerk" });
      const entries = made.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
      entries.createIndex("clerk", "clerk");
      entries.createIndex("id", "id", { unique: true });
      made.createObjectStore("facts", { keyPath: "name" });
    }
  };

  // An entry that is left has still to be sent, or settled by the clerk.
  const store = { outdated: () => {}, isLeft: (entry) => entry.state !== "sent" };
  desk.store = store;

  store.open = () =>
    new Promise((done, fail) => {
      const asked = indexedDB.open(NAME, VERSION);
      asked.onupgradeneeded = (event) => upgrade(asked.result, event.oldVersion);
      asked.onerror = () => {
        if (asked.error && asked.error.name === "VersionError") store.outdated();
        fail(asked.error);
      };
      asked.onsuccess = () => {
        database = asked.result;
        database.onversionchange = () => {
          database.close();
          store.outdated();
        };
        done();
      };
    });

  // `work` asks within one transaction; the answer is that of the request which it returns, once all is on the disk.
  const within = (mode, work) =>
    new Promise((done, fail) => {
      const options = mode === "readwrite" ? { durability: "strict" } : {};
      const transaction = database.transaction(["queues", "entries", "facts"], mode, options);
      let last = null;
      transaction.oncomplete = () => done(last ? last.result : undefined);
      transaction.onabort = () => fail(transaction.error || new DOMException("aborted", "AbortError"));
      try {
        last = work((name) => transaction.objectStore(name)) || null;
      } catch (fault) {
        fail(fault);
        transaction.abort(); // else what was asked before the fault would stay
      }
    });

  store.queues = () => within("readonly", (at) => at("queues").getAll());
  store.queue = (clerk) => within("readonly", (at) => at("queues").get(clerk));
  store.keepQueue = (queue) => within("readwrite", (at) => at("queues").put(queue));
  store.entries = (clerk) => within("readonly", (at) => at("entries").index("clerk").getAll(clerk));
  store.fact = (name) => within("readonly", (at) => at("facts").get(name));
  store.keepFact = (fact) => within("readwrite", (at) => at("facts").put(fact));
  store.forgetFacts = () => within("readwrite", (at) => at("facts").clear());

  // New entries, perhaps in the place of one that was mended.
  store.add = (entries, instead = null) =>
    within("readwrite", (at) => {
      if (instead !== null) at("entries").delete(instead);
      for (const entry of entries) at("entries").add(entry);
    });

  store.change = (entries) => within("readwrite", (at) => entries.forEach((entry) => at("entries").put(entry)));
  store.drop = (seqs) => within("readwrite", (at) => seqs.forEach((seq) => at("entries").delete(seq)));

  // Lock the queues of a clerk, or of all but one: the handles go. Nothing is left of a queue without entries.
  store.lock = ({ clerk = null, but = null } = {}) =>
    within("readwrite", (at) => {
      at("queues").getAll().onsuccess = ({ target }) => {
        for (const queue of target.result) {
          if ((clerk && queue.clerk !== clerk) || queue.clerk === but) continue;
          at("entries").index("clerk").getAll(queue.clerk).onsuccess = (found) => {
            const entries = found.target.result;
            if (entries.some(store.isLeft)) {
              delete queue.handle;
              at("queues").put(queue);
            } else {
              at("queues").delete(queue.clerk);
              entries.forEach((entry) => at("entries").delete(entry.seq));
            }
          };
        }
      };
    });
})(window.desk);
