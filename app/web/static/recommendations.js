// Shows the progress of a request instead of a blank page. Without this script the form and the
// links load the same results as ordinary pages.

const STREAM = "/recommendations/stream";
const UPLOADS = "/api/v1/profiles";
const main = document.querySelector("main");
let stream = null;
let sending = null;
let shown = address();

document.addEventListener("submit", (event) => {
  if (event.target.matches(".upload")) {
    event.preventDefault();
    upload(event.target);
    return;
  }
  const username = new FormData(event.target).get("username")?.trim();
  if (!event.target.matches(".ask") || !username) return;
  event.preventDefault();
  visit({ username }, username);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-username]");
  const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;
  if (!link || elsewhere) return;
  event.preventDefault();
  visit({ username: link.dataset.username }, link.dataset.username);
});

// Without these a file that is dropped beside the form would replace the page.
for (const kind of ["dragover", "drop", "dragleave"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.(".upload");
    document.querySelector(".upload.over")?.classList.remove("over");
    if (!event.dataTransfer?.types.includes("Files") || kind === "dragleave") return;
    event.preventDefault();
    if (!form) event.dataTransfer.dropEffect = "none";
    else if (kind === "dragover") form.classList.add("over");
    else send(form, event.dataTransfer.files);
  });
}

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

/** Asks `about` a username or an upload; `name` is how the page calls the member meanwhile. */
function visit(about, name) {
  stop();
  const next = `/?${new URLSearchParams(about)}`;
  if (next === address()) history.replaceState(null, "", next);
  else history.pushState(null, "", next);
  showTemplate("working", name, `Picking films for ${name}`, about.username);
  follow(about, name);
}

function send(form, files) {
  form.querySelector("[type=file]").files = files;
  if (files.length) form.requestSubmit();
}

/** fetch() cannot tell how much of a file has been sent. */
function upload(form) {
  const body = new FormData(form);
  if (body.get("file").size > form.dataset.most) {
    refuse("That is too large", "No Letterboxd export is that large. Upload only its ZIP.");
    return;
  }
  stop();
  showTemplate("working", "you", "Uploading your export");
  sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", ({ loaded, total }) => showSent(loaded, total));
  sending.addEventListener("load", ({ target }) => answered(target));
  sending.addEventListener("error", () => showTemplate("lost", "", "The connection broke off"));
  sending.open("POST", UPLOADS);
  sending.responseType = "json";
  sending.send(body);
}

function showSent(loaded, total) {
  const text = `Uploading your export: ${Math.floor((100 * loaded) / total)} %`;
  showProgress({ stage: "reading", done: loaded, total, text });
}

function answered({ status, response }) {
  sending = null;
  if (status === 201) visit({ profile: response.profile }, "you");
  else refuse(response?.title ?? "Something broke", response?.detail ?? "Try again in a minute.");
}

function refuse(title, detail) {
  showTemplate("refused", "", title);
  main.querySelector("[data-heading]").textContent = title;
  main.querySelector(".lead").textContent = detail;
}

function follow(about, name) {
  stream = new EventSource(`${STREAM}?${new URLSearchParams(about)}`);
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
    showTemplate("lost", name, "The connection broke off", about.username);
  });
}

function stop() {
  stream?.close();
  sending?.abort();
  stream = sending = null;
}

function show(html, title) {
  main.innerHTML = html;
  arrive(title);
}

function showTemplate(id, called, title, username = "") {
  main.replaceChildren(document.getElementById(id).content.cloneNode(true));
  main.querySelector("#username").value = username;
  for (const name of main.querySelectorAll("[data-name]")) name.textContent = called;
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
