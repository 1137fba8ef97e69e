// The line to the portal: what is asked of it, whether it answers, and by how much the device's clock is wrong.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const PATIENCE = 15000; // milliseconds
  const FRESH = 5 * 60 * 1000; // milliseconds in which the portal need not be asked again who sits here
  let greeted = 0;

  class NoLine extends Error {}
  class Ended extends Error {}
  class Refused extends Error {
    constructor(status, problem) {
      super(String(status));
      this.status = status;
      this.errors = problem.errors || [];
      this.words = problem.detail || problem.title || "";
    }
  }

  const line = { state: "unknown", skew: 0, contact: 0, csrf: "", facts: null, changed: () => {}, greeted: async () => {}, NoLine, Ended, Refused };
  desk.line = line;

  const found = (state) => {
    if (line.state === state) return;
    line.state = state;
    line.changed(state);
  };

  line.isFresh = () => line.state === "online" && line.csrf !== "" && performance.now() - greeted < FRESH;

  // Whether the portal answers at all, whoever asks.
  line.reaches = () => fetch("/health/", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).then(() => true, () => false);

  // A session ends by the clock, also where the portal cannot say so.
  line.endInTime = () => line.facts && line.now() > Date.parse(line.facts.session_ends) && found("ended");

  line.now = () => Date.now() + line.skew;
  line.today = () => desk.cairoDay(line.now());

  // The portal's clock to the second, half way between asking and answer.
  const learn = (answer, asked) => {
    const told = Date.parse(answer.headers.get("Date") || "");
    if (!told) return;
    line.skew = Math.round((told + 500 - (asked + Date.now()) / 2) / 1000) * 1000;
    line.contact = told;
  };

  const once = async (path, { method = "GET", body = null } = {}) => {
    const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
    if (method !== "GET") Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": line.csrf });
    const asked = Date.now();
    let answer;
    try {
      answer = await fetch(path, {
        method, headers, body: body && JSON.stringify(body), redirect: "manual", cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      found("offline");
      throw new NoLine();
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      found("ended");
      throw new Ended();
    }
    if (answer.status >= 500 || answer.status === 429) {
      found("offline");
      throw new NoLine();
    }
    const content = await answer.json().catch(() => null);
    if (!content) {
      found("offline");
      throw new NoLine();
    }
    learn(answer, asked);
    if (!answer.ok) throw new Refused(answer.status, content);
    found("online");
    return content;
  };

  line.ask = async (path, options = {}) => {
    try {
      return await once(path, options);
    } catch (fault) {
      const oldToken = fault instanceof Refused && fault.status === 403 && options.method === "POST";
      if (!oldToken) throw fault;
      await line.hello().catch(() => { throw fault; }); // who signed in again has another token
      return once(path, options);
    }
  };

  // Who sits here, and what the desk needs. Whoever is no clerk is as good as signed out.
  line.hello = async () => {
    let told;
    try {
      told = await once("/api/v1/desk/");
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      found("ended");
      throw new Ended();
    }
    if (told.clerk.id !== desk.clerk) {
      location.reload();
      throw new Ended();
    }
    line.csrf = told.csrf_token;
    greeted = performance.now();
    const { csrf_token: _token, ...facts } = told;
    line.facts = facts;
    await line.greeted(facts);
  };
})(window.desk);
