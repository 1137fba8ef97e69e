// What the scripts of the desk say, in the language of the page, and how they write numbers, days and names.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { lang } = document.documentElement;
  desk.clerk = document.querySelector("[data-clerk]").dataset.clerk;
  const words = JSON.parse(document.getElementById("desk-words").textContent);
  const plurals = new Intl.PluralRules(lang);
  const language = lang === "ar" ? "ar-EG-u-nu-latn" : "en-GB";
  const days = new Intl.DateTimeFormat(language, {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  const times = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", hourCycle: "h12", timeZone: "Africa/Cairo" });
  const isoDays = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: "Africa/Cairo" });

  desk.number = (value) => Number(value).toLocaleString("en");
  desk.day = (iso) => days.format(new Date(`${iso}T00:00:00Z`));
  desk.time = (moment) => times.format(new Date(moment));
  desk.cairoDay = (milliseconds) => isoDays.format(new Date(milliseconds));
  desk.named = (name) => (lang === "ar" ? name.ar || name.en : name.en || name.ar);

  // A count chooses among the plural forms of the language; every other value stands as it is.
  desk.say = (name, values = {}) => {
    let text = words[name];
    if (typeof text === "object") text = text[plurals.select(values.number)] || text.other;
    return text.replace(/%\((\w+)\)s/g, (_whole, key) => (typeof values[key] === "number" ? desk.number(values[key]) : values[key]));
  };

  desk.make = (tag, { text = "", ...attributes } = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    desk.fill(element, String(text), ...children);
    return element;
  };

  // Parts that are not there today are left out.
  desk.fill = (element, ...children) => element.replaceChildren(...children.filter(Boolean));

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  desk.badge = (text, kind) => desk.make("span", { class: `badge badge--${kind}`, text: capital(text) });

  // UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance.
  desk.newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let moment = Date.now();
    for (let place = 5; place >= 0; place -= 1) {
      bytes[place] = moment % 256;
      moment = Math.floor(moment / 256);
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
})(window.desk);
