// Keeps public pages that were seen, and the list of the reader's governorate, for when there is no network.
// It keeps only what the portal marks as public; forms, personal pages and the API always go to the network.
"use strict";

const { version, mark, offline } = {{ told|safe }};
const PAGES = `pages-${version}`;
const FILES = `files-${version}`;
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
    const page = (await kept(url)) || (await keptFallback(url));
    if (!page) throw failure;
    return asKept(page);
  }
};

const fromKeptOrNetwork = async (request) =>
  (await (await caches.open(FILES)).match(request.url, { ignoreVary: true })) || fetch(request);

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== PAGES && name !== FILES).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("message", (event) => event.waitUntil(keepWhatIsAsked(event.data)));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (mode === "navigate" && /^\/((ar|en)\/.*)?$/.test(pathname)) event.respondWith(fromNetworkOrKept(event));
  else if (pathname.startsWith("/static/")) event.respondWith(fromKeptOrNetwork(event.request));
});
