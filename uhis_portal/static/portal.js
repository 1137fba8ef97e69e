// Every page works without this file.
(() => {
  "use strict";

  // A button may come back to life after this long: a line can drop without the page noticing.
  const WAIT = 15000; // milliseconds

  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[data-held]").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("data-held");
    });
  };

  const hold = (form) => {
    form.querySelectorAll("button[type=submit]").forEach((button) => {
      if (!button.disabled) {
        button.disabled = true;
        button.dataset.held = "";
      }
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "keepEnabled" in form.dataset) return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    // After this turn, so that the pressed button's own name and value are still sent.
    setTimeout(() => hold(form));
    setTimeout(() => release(form), WAIT);
  });

  // The browser's Back shows the page as it was left: held buttons included.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  // The browser minds `autofocus` only with its first picture: whoever types before it would lose those keys.
  const first = document.querySelector("[data-error-summary]") || document.querySelector("[autofocus]");
  if (first) first.focus();
})();
