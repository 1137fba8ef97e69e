// "Near me", and shorter addresses. Without this file, or without leave to know the position, everything is still found.
(() => {
  "use strict";

  const form = document.querySelector("[data-finder]");

  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });

  const row = form.querySelector("[data-near-me]");
  if (!navigator.geolocation) return;
  const button = row.querySelector("button");
  const status = row.querySelector("[role=status]");
  row.hidden = false;

  const nearestFirst = ({ coords }) => {
    // Three decimals are about 100 metres: enough to find a hospital, less of a trace in the address.
    const here = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`;
    form.elements.near.add(new Option(status.dataset.mine, here, true, true));
    form.requestSubmit();
  };

  const notKnown = () => {
    button.disabled = false;
    status.textContent = status.dataset.problem;
  };

  button.addEventListener("click", () => {
    button.disabled = true;
    status.textContent = status.dataset.asking;
    navigator.geolocation.getCurrentPosition(nearestFirst, notKnown, { maximumAge: 600000, timeout: 15000 });
  });

  window.addEventListener("pageshow", () => {
    button.disabled = false;
    status.textContent = "";
  });
})();
