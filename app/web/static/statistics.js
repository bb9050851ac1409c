// Draws the charts of the statistics page with Chart.js; their figures stand in the page as JSON,
// and as tables for whoever has no script.

let drawn = [];

/** The colours of the page, which differ in the dark and in the light. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["--text", "--muted", "--line", "--lamp", "--velvet", "--raised"];
  return Object.fromEntries(names.map((name) => [name.slice(2), style.getPropertyValue(name).trim()]));
}

function draw() {
  for (const chart of drawn) chart.destroy();
  const data = document.getElementById("chart-data");
  const charts = data ? JSON.parse(data.textContent) : {};
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 14;
  drawn = [...document.querySelectorAll("[data-chart]")].map((canvas) => {
    canvas.hidden = false;
    return plot(canvas, charts[canvas.dataset.chart], colours());
  });
}

function plot(canvas, chart, colour) {
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${canvas.closest("section").querySelector("h2").textContent}: the table below has the same figures`);
  const shown = chart.series.filter(({ shape }) => shape !== "told");
  return new Chart(canvas, {
    type: "bar",
    data: { labels: chart.labels, datasets: shown.map((series, place) => dataset(series, place, colour)) },
    options: {
      indexAxis: chart.lying ? "y" : "x",
      maintainAspectRatio: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 500 },
      interaction: { mode: "index", axis: chart.lying ? "y" : "x", intersect: false },
      plugins: { legend: legend(shown, colour), tooltip: tooltip(chart, colour) },
      scales: scales(chart, shown, colour),
    },
  });
}

function dataset({ label, values, shape }, place, colour) {
  const tint = shape === "line" ? colour.text : place ? colour.lamp : colour.velvet;
  const common = { label, data: values, backgroundColor: tint, borderColor: tint };
  if (shape !== "line") return { ...common, order: 1, borderRadius: 2, maxBarThickness: 72 };
  return { ...common, type: "line", yAxisID: "stars", spanGaps: true, tension: 0.25, pointRadius: 4 };
}

function legend(shown, { text }) {
  const labels = { color: text, boxWidth: 14, boxHeight: 14 };
  return { display: shown.length > 1, position: "bottom", align: "start", labels };
}

/** Names all figures of the bar, also those that are not drawn. */
function tooltip({ series }, { raised, text, line }) {
  const told = series.filter(({ shape }) => shape === "told");
  return {
    backgroundColor: raised,
    titleColor: text,
    bodyColor: text,
    borderColor: line,
    borderWidth: 1,
    callbacks: {
      footer: ([{ dataIndex }]) =>
        told.map(({ label, values }) => `${label}: ${values[dataIndex] ?? "–"}`),
    },
    footerColor: text,
    footerFont: { weight: "normal" },
  };
}

function scales({ lying }, shown, { muted, line }) {
  const names = { ticks: { color: muted, autoSkip: !lying }, grid: { display: false } };
  const counts = { beginAtZero: true, ticks: { color: muted, precision: 0 }, grid: { color: line } };
  const axes = lying ? { x: counts, y: names } : { x: names, y: counts };
  if (!shown.some(({ shape }) => shape === "line")) return axes;
  const stars = { position: "right", min: 0.5, max: 5, ticks: { color: muted }, grid: { display: false } };
  return { ...axes, stars };
}

// The page keeps a copy of itself as it arrives, in which nothing is drawn yet.
document.addEventListener("arrive", () => queueMicrotask(draw));
matchMedia("(prefers-color-scheme: light)").addEventListener("change", draw);
draw();
