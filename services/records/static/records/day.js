// The day of the service as it is typed: 17, 17/3, 17/3/2026, or -1 for yesterday; empty is today.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const { line, make, say } = desk;
  const DAY = 86400000; // milliseconds
  const field = document.getElementById("desk-day");
  const shown = document.querySelector("[data-day]");
  const day = { field };
  desk.dayField = day;

  const isoOf = (year, month, date) => {
    const at = new Date(Date.UTC(year, month - 1, date));
    return at.getUTCDate() === date ? at.toISOString().slice(0, 10) : "";
  };

  // In ISO 8601; empty where it cannot be read.
  day.typed = () => {
    const typed = desk.typedQuantity(field.value).replaceAll("−", "-");
    const now = line.today();
    if (!typed) return now;
    if (/^-\d{1,3}$/.test(typed)) return new Date(Date.parse(now) + Number(typed) * DAY).toISOString().slice(0, 10);
    if (!/^\d{1,2}([\s/.-]+\d{1,2}([\s/.-]+(\d\d|\d{4}))?)?$/.test(typed)) return "";
    const [date, month, year] = typed.split(/[\s/.-]+/).map(Number);
    if (month < 1 || month > 12) return "";
    const [thisYear, thisMonth] = now.split("-").map(Number);
    if (year) return isoOf(year < 100 ? 2000 + year : year, month, date);
    if (month) return [thisYear, thisYear - 1].map((one) => isoOf(one, month, date)).find((one) => one <= now) || "";
    return [thisMonth, thisMonth - 1].map((one) => isoOf(thisYear, one, date)).find((one) => one && one <= now) || "";
  };
  day.byHand = () => Boolean(field.value.trim());

  day.fault = () => {
    const chosen = day.typed();
    if (!chosen) return say("day_unreadable");
    if (chosen > line.today()) return say("day_to_come");
    const earliest = new Date(Date.parse(line.today()) - line.facts.limits.latest_entry_days * DAY).toISOString().slice(0, 10);
    return chosen < earliest ? say("day_too_late", { number: line.facts.limits.latest_entry_days }) : "";
  };

  day.draw = () => {
    const chosen = day.typed();
    const late = chosen && chosen < line.today();
    shown.replaceChildren(...(chosen ? [make("span", { text: desk.day(chosen) })] : []), ...(late ? [desk.badge(say("late_entry"), "waiting")] : []));
  };

  day.show = (iso) => {
    field.value = iso && iso !== line.today() ? iso.split("-").reverse().map(Number).join("/") : "";
    day.draw();
  };
})(window.desk);
