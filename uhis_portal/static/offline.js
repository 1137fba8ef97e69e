// What a device keeps for when there is no network. Every page works without this file.
(() => {
  "use strict";

  const told = document.currentScript.dataset;
  // As it came, before other scripts touch it: asking for it again would cost a slow line as much once more.
  const words = `<!doctype html>\n${document.documentElement.outerHTML}`;

  const listKeptPages = async (list) => {
    const ours = `/${document.documentElement.lang}/`;
    for (const name of (await caches.keys()).filter((each) => each.startsWith("pages-"))) {
      const pages = await caches.open(name);
      for (const request of (await pages.keys()).reverse()) {
        const { pathname, search } = new URL(request.url);
        if (!pathname.startsWith(ours) || pathname.endsWith("/offline/")) continue;
        const page = new DOMParser().parseFromString(await (await pages.match(request, { ignoreVary: true })).text(), "text/html");
        const link = document.createElement("a");
        link.href = pathname + search;
        link.textContent = page.title.split(" · ")[0];
        const line = document.createElement("li");
        line.append(link);
        list.append(line);
      }
    }
    document.querySelector("[data-nothing-kept]").hidden = list.children.length > 0;
  };

  const askToKeep = async () => {
    await navigator.serviceWorker.register(told.worker, { scope: "/" });
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    active.postMessage({
      language: document.documentElement.lang,
      page: location.href,
      words: "keep" in told ? words : "",
      list: told.list ? new URL(told.list, location.href).href : "",
      files: files.filter((name) => name.startsWith(`${location.origin}/static/`)),
    });
  };

  const list = document.querySelector("[data-kept-pages]");
  if (list && "caches" in window) listKeptPages(list);
  if (!("serviceWorker" in navigator) || (navigator.connection && navigator.connection.saveData)) return;
  const whenIdle = () => ("requestIdleCallback" in window ? requestIdleCallback(askToKeep, { timeout: 5000 }) : setTimeout(askToKeep, 1000));
  if (document.readyState === "complete") whenIdle();
  else window.addEventListener("load", whenIdle);
})();
