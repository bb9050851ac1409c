// Shows the progress of a request instead of a blank page. Without this script the form and the
// links load the same results as ordinary pages.

const STREAM = "/recommendations/stream";
const main = document.querySelector("main");
let stream = null;
let shown = address();

document.addEventListener("submit", (event) => {
  const username = new FormData(event.target).get("username")?.trim();
  if (!event.target.matches(".ask") || !username) return;
  event.preventDefault();
  visit(username);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-username]");
  const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;
  if (!link || elsewhere) return;
  event.preventDefault();
  visit(link.dataset.username);
});

addEventListener("popstate", ({ state }) => {
  if (address() === shown) return; // only the part after # has changed
  stop();
  if (state?.html) show(state.html, state.title);
  else location.reload();
});

// A page kept by the browser while its stream was closed would wait for ever.
addEventListener("pagehide", stop);
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && main.querySelector(".working")) location.reload();
});

// Image errors do not bubble, so they are caught on their way down.
document.addEventListener("error", ({ target }) => dropBroken(target), true);

function visit(username) {
  stop();
  const next = `/?${new URLSearchParams({ username })}`;
  if (next === address()) history.replaceState(null, "", next);
  else history.pushState(null, "", next);
  showTemplate("working", username, `Picking films for ${username}`);
  follow(username);
}

function follow(username) {
  stream = new EventSource(`${STREAM}?${new URLSearchParams({ username })}`);
  stream.addEventListener("progress", ({ data }) => showProgress(JSON.parse(data)));
  for (const outcome of ["result", "problem"]) {
    stream.addEventListener(outcome, ({ data }) => {
      stop();
      const { html, title } = JSON.parse(data);
      show(html, title);
      remember();
    });
  }
  stream.addEventListener("error", () => {
    stop();
    showTemplate("lost", username, "The connection broke off");
  });
}

function stop() {
  stream?.close();
  stream = null;
}

function show(html, title) {
  main.innerHTML = html;
  arrive(title);
}

function showTemplate(id, username, title) {
  main.replaceChildren(document.getElementById(id).content.cloneNode(true));
  main.querySelector("#username").value = username;
  for (const name of main.querySelectorAll("[data-name]")) name.textContent = username;
  arrive(title);
}

function arrive(title) {
  shown = address();
  document.title = title;
  scrollTo(0, 0);
  main.querySelector("[data-heading]").focus({ preventScroll: true });
}

function address() {
  return location.pathname + location.search;
}

/** Keeps the page that is shown for the Back and Forward buttons. */
function remember() {
  history.replaceState({ html: main.innerHTML, title: document.title }, "");
}

function showProgress({ stage, done, total, text }) {
  const stages = [...main.querySelectorAll("[data-stage]")];
  const current = stages.findIndex((item) => item.dataset.stage === stage);
  stages.forEach((item, place) => {
    item.classList.toggle("done", place < current);
    item.classList.toggle("current", place === current);
    const bar = item.querySelector("progress");
    if (place < current) fill(bar, 1, 1);
    else if (place === current) fill(bar, done, total);
  });
  main.querySelector("[data-status]").textContent = text;
  main.querySelector(".leader-number").textContent = stages.length - current;
}

/** Without a total the bar shows only that something is going on. */
function fill(bar, done, total) {
  if (!total) return bar.removeAttribute("value");
  bar.max = total;
  bar.value = done;
}

function dropBroken(element) {
  if (element instanceof HTMLImageElement && element.closest(".poster")) element.remove();
}

for (const image of document.images) {
  if (image.complete && image.naturalWidth === 0) dropBroken(image);
}
remember();
