// Draws a table of moments as a line, from the very numbers of the table, which stays one key away.
(() => {
  "use strict";

  const rightToLeft = document.documentElement.dir === "rtl";
  const language = rightToLeft ? "ar-EG-u-nu-latn" : "en";
  const written = new Intl.NumberFormat(language).format;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const read = (figure) =>
    [...figure.querySelectorAll("tbody tr")]
      .map((row) => ({ label: row.querySelector("th").textContent.trim(), typed: row.querySelector("td").dataset.value }))
      .map(({ label, typed }) => ({ label, value: typed === "" ? null : Number(typed) }));

  const behindOneKey = (table, words) => {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    details.className = "details";
    summary.textContent = words;
    table.replaceWith(details);
    details.append(summary, table);
    return details;
  };

  const draw = (figure) => {
    const table = figure.querySelector("table");
    const title = table.caption.textContent;
    const points = read(figure);
    const heading = document.createElement("p");
    heading.className = "trend-title";
    heading.textContent = title;
    const frame = document.createElement("div");
    frame.className = "trend";
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", title);
    frame.append(canvas);
    behindOneKey(table, figure.dataset.trend).before(heading, frame);
    const ink = colour("--text-soft");
    const grid = { color: colour("--line") };
    const ticks = { color: ink, font: { family: "Cairo, sans-serif", size: 14 } };
    return new Chart(canvas, {
      type: "line",
      data: {
        labels: points.map(({ label }) => label),
        datasets: [{ data: points.map(({ value }) => value), borderColor: colour("--figure"), backgroundColor: colour("--figure"), pointRadius: 3, borderWidth: 2.5 }],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        locale: language,
        plugins: {
          legend: { display: false },
          tooltip: { rtl: rightToLeft, textDirection: rightToLeft ? "rtl" : "ltr", displayColors: false, callbacks: { label: ({ parsed }) => written(parsed.y) } },
        },
        scales: {
          x: { reverse: rightToLeft, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 16 }, grid: { display: false } },
          y: { beginAtZero: true, position: rightToLeft ? "right" : "left", ticks: { ...ticks, precision: 0, callback: written }, grid },
        },
      },
    });
  };

  const charts = [...document.querySelectorAll("[data-trend]")].map(draw);
  // On paper the table says it all: the canvas would be printed in the colours of the screen.
  addEventListener("beforeprint", () => document.querySelectorAll("[data-trend] details").forEach((each) => (each.open = true)));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.length && location.reload());
})();
