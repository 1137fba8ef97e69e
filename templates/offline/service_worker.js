// Keeps public pages that were seen, and the list of the reader's governorate, for when there is no network.
// It keeps only what the portal marks as public, and the clerk's own desk without anything of a patient; forms, other
// personal pages and the API always go to the network.
"use strict";

const { version, mark, offline } = {{ told|safe }};
const PAGES = `pages-${version}`;
const FILES = `files-${version}`;
const DESK = `desk-${version}`; // the shell of the desk, until the clerk signs out
const MOST_PAGES = 60;
const PAGES_OF_A_LIST = 5;
const FRESH = 6 * 3600 * 1000; // milliseconds in which a list is not fetched again
const KEPT_BODY = '<body class="kept ';

const mayBeKept = (response) =>
  response.ok && response.type === "basic" && !response.redirected && response.headers.get(mark[0]) === mark[1] &&
  !/private|no-store/.test(response.headers.get("Cache-Control") || "");

const keepPage = async (url, response) => {
  const pages = await caches.open(PAGES);
  await pages.put(url, response); // in the place of what was kept of it, and last of all
  const kept = await pages.keys();
  const loose = kept.filter((request) => !Object.values(offline).includes(new URL(request.url).pathname));
  await Promise.all(loose.slice(0, Math.max(0, kept.length - MOST_PAGES)).map((request) => pages.delete(request, { ignoreVary: true })));
};

const kept = async (url) => (await caches.open(PAGES)).match(url, { ignoreVary: true });

const keepShell = async (url) => {
  const response = await fetch(url, { credentials: "same-origin", redirect: "error" });
  if (!response.ok || response.headers.get(mark[0]) !== "own") return;
  const words = await response.clone().text();
  await keepFiles([...words.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((found) => whole(found[1])));
  await (await caches.open(DESK)).put(url, response);
};

// An older version's shell answers as well, while there is no newer.
const keptShell = async (url) => {
  const { pathname } = new URL(url);
  return /^\/(ar|en)\/desk\/$/.test(pathname) ? caches.match(whole(`${pathname}shell/`), { ignoreVary: true }) : null;
};

// Whoever signs out or is sent to sign in leaves no key behind: what clerks keep on this device is locked then. Said here
// beside records/queue_store.js, since every visitor loads this program, and it has to lock what any version has kept.
const lockQueues = () =>
  new Promise((done) => {
    const asked = indexedDB.open("desk");
    asked.onupgradeneeded = () => asked.transaction.abort(); // there was none, and none is made here
    asked.onerror = done;
    asked.onsuccess = () => {
      const database = asked.result;
      const work = database.transaction(["queues", "entries", "facts"], "readwrite", { durability: "strict" });
      const [queues, entries] = [work.objectStore("queues"), work.objectStore("entries")];
      work.objectStore("facts").clear();
      queues.getAll().onsuccess = ({ target }) => {
        for (const queue of target.result) {
          entries.index("clerk").getAll(queue.clerk).onsuccess = (found) => {
            const all = found.target.result;
            if (all.some((entry) => entry.state !== "sent")) {
              delete queue.handle;
              queues.put(queue);
            } else {
              queues.delete(queue.clerk);
              all.forEach((entry) => entries.delete(entry.seq));
            }
          };
        }
      };
      work.oncomplete = work.onabort = () => {
        database.close();
        done();
      };
    };
  });

const forgetShells = async () => {
  for (const name of await caches.keys()) if (name.startsWith("desk-")) await caches.delete(name);
};

const whole = (path) => new URL(path, self.location.origin).href;

// In the reader's language, else in the other: who turns to it for the first time has only the one.
const keptFallback = async (url) => {
  const [first, second] = new URL(url).pathname.startsWith("/en/") ? ["en", "ar"] : ["ar", "en"];
  return (await kept(whole(offline[first]))) || kept(whole(offline[second]));
};

const keptAfresh = async (url) => {
  const response = await kept(url);
  return response && Date.now() - new Date(response.headers.get("Date")) < FRESH ? response.text() : "";
};

const fetchAndKeep = async (url) => {
  const response = await fetch(url, { credentials: "same-origin", priority: "low" });
  if (!mayBeKept(response)) return "";
  const words = await response.clone().text();
  await keepPage(url, response);
  return words;
};

const keepList = async (url) => {
  for (let page = 1; url && page <= PAGES_OF_A_LIST; page += 1) {
    const words = (await keptAfresh(url)) || (await fetchAndKeep(url));
    const next = /<a [^>]*rel="next" href="([^"]+)"/.exec(words);
    url = next ? new URL(next[1].replaceAll("&amp;", "&"), url).href : "";
  }
};

const keepFiles = async (urls) => {
  const files = await caches.open(FILES);
  const missing = [];
  for (const url of urls) if (!(await files.match(url, { ignoreVary: true }))) missing.push(url);
  await Promise.allSettled(missing.map((url) => files.add(url)));
};

const asItCame = (words) =>
  new Response(words, { headers: { "Content-Type": "text/html; charset=utf-8", Date: new Date().toUTCString(), [mark[0]]: mark[1] } });

const keepWhatIsAsked = async ({ language, page, words, list, files }) => {
  await keepFiles(files);
  const fallback = whole(offline[language]);
  if (!(await kept(fallback))) await fetchAndKeep(fallback);
  if (words && !(await kept(page))) await keepPage(page, asItCame(words));
  if (list) await keepList(list);
};

// The page itself says what it shows without a network; here it only learns that there is none.
const asKept = async (response) => {
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  const words = (await response.text()).replace('<body class="', KEPT_BODY);
  return new Response(words, { status: 200, headers });
};

const fromNetworkOrKept = async (event) => {
  const { url } = event.request;
  try {
    const response = await fetch(event.request);
    if (mayBeKept(response)) event.waitUntil(keepPage(url, response.clone()));
    return response;
  } catch (failure) {
    const shell = await keptShell(url);
    if (shell) return shell;
    const page = (await kept(url)) || (await keptFallback(url));
    if (!page) throw failure;
    return asKept(page);
  }
};

const fromKeptOrNetwork = async (request) =>
  (await caches.match(request.url, { ignoreVary: true })) || fetch(request);

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    // A shell of an older version is taken anew; while that cannot be, it stays with its files.
    const shells = names.filter((name) => name.startsWith("desk-") && name !== DESK);
    for (const name of shells) {
      const urls = (await (await caches.open(name)).keys()).map((request) => request.url);
      await Promise.all(urls.map((url) => keepShell(url).catch(() => {})));
    }
    const old = names.filter((name) => name !== PAGES && name !== FILES && name !== DESK);
    const stays = shells.length > 0 && !(await (await caches.open(DESK)).keys()).length;
    if (!(await (await caches.open(DESK)).keys()).length) await caches.delete(DESK);
    await Promise.all(old.filter((name) => !stays || name.startsWith("pages-")).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("message", (event) => {
  const { shell } = event.data;
  event.waitUntil(shell ? keepShell(shell).catch(() => {}) : keepWhatIsAsked(event.data));
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== self.location.origin) return;
  if (mode === "navigate" && /\/sign-out\/$/.test(pathname)) event.waitUntil(Promise.all([lockQueues(), forgetShells()]));
  else if (mode === "navigate" && /\/sign-in\/$/.test(pathname)) event.waitUntil(lockQueues());
  if (method !== "GET") return;
  if (mode === "navigate" && /^\/((ar|en)\/.*)?$/.test(pathname)) event.respondWith(fromNetworkOrKept(event));
  else if (pathname.startsWith("/static/")) event.respondWith(fromKeptOrNetwork(event.request));
});
