// "Near me": fills the hidden position and sends the form. Without it, or without leave, words still find everything.
(() => {
  "use strict";

  const row = document.querySelector("[data-near-me]");
  if (!row || !navigator.geolocation) return;
  const button = row.querySelector("button");
  const status = row.querySelector("[role=status]");
  row.hidden = false;

  button.addEventListener("click", () => {
    button.disabled = true;
    status.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // Three decimals are about 100 metres: enough to find a hospital, less of a trace in the address.
        button.form.elements.near.value = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`;
        button.form.requestSubmit();
      },
      () => {
        button.disabled = false;
        status.textContent = status.dataset.problem;
      },
      { maximumAge: 600000, timeout: 15000 },
    );
  });

  window.addEventListener("pageshow", () => {
    button.disabled = false;
  });
})();
