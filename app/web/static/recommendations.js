// Shows the progress of a request instead of a blank page: of any form with `data-stream`, the
// address of its events, and of links with `data-visit`, the name to show. Without this script they
// load the same results as ordinary pages.

import "./posters.js";

const HOME = { action: "/", stream: "/recommendations/stream" };
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
  const about = filled(event.target);
  const names = [...about.getAll("username"), ...about.getAll("profile").map(() => "you")];
  const elsewhere = event.submitter?.hasAttribute("formaction");
  if (!event.target.matches("[data-stream]") || !names.length || elsewhere) return;
  event.preventDefault();
  visit(streamed(event.target), about, names.join(", "));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-visit]");
  const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;
  if (!link || elsewhere) return;
  event.preventDefault();
  visit(streamed(link), new URLSearchParams(link.search), link.dataset.visit);
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

document.addEventListener("changed", remember); // by another script

// A page kept by the browser while its stream was closed would wait for ever.
addEventListener("pagehide", stop);
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && main.querySelector(".working")) location.reload();
});

/** The fields of a form that are not empty. */
function filled(form) {
  const about = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) about.append(name, value.trim());
  }
  return about;
}

/** The page that a form or a link leads to, and the stream of its progress. */
function streamed(element) {
  const action = new URL(element.getAttribute("action") ?? element.href, location).pathname;
  return { action, stream: element.dataset.stream ?? HOME.stream };
}

/** Asks what the parameters `about` say; `name` is how the page calls the member meanwhile. */
function visit({ action, stream: events }, about, name) {
  stop();
  const next = `${action}?${about}`;
  if (next === address()) history.replaceState(null, "", next);
  else history.pushState(null, "", next);
  showTemplate("working", name, null, about.get("username") ?? "");
  if (about.has("profile")) main.querySelector("[data-status]").textContent = "Reading your upload";
  follow(events, about, name);
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
  showSent(0, body.get("file").size);
  sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", ({ loaded, total }) => showSent(loaded, total));
  sending.addEventListener("load", ({ target }) => answered(target));
  sending.addEventListener("error", () => showTemplate("lost", "", "The connection broke off"));
  sending.open("POST", UPLOADS);
  sending.responseType = "json";
  sending.send(body);
}

function showSent(loaded, total) {
  const text = `Uploading your export: ${Math.floor((100 * loaded) / (total || 1))} %`;
  showProgress({ stage: "reading", done: loaded, total, text });
}

function answered({ status, response }) {
  sending = null;
  if (status === 201) visit(HOME, new URLSearchParams({ profile: response.profile }), "you");
  else refuse(response?.title ?? "Something broke", response?.detail ?? "Try again in a minute.");
}

function refuse(title, detail) {
  showTemplate("refused", "", title);
  main.querySelector("[data-heading]").textContent = title;
  main.querySelector(".lead").textContent = detail;
}

function follow(events, about, name) {
  stream = new EventSource(`${events}?${about}`);
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
    showTemplate("lost", name, "The connection broke off", about.get("username") ?? "");
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

/** Without a title the heading is it. */
function showTemplate(id, called, title, username = "") {
  main.replaceChildren(document.getElementById(id).content.cloneNode(true));
  const field = main.querySelector("#username");
  if (field) field.value = username;
  for (const name of main.querySelectorAll("[data-name]")) name.textContent = called;
  arrive(title ?? main.querySelector("[data-heading]").textContent);
}

function arrive(title) {
  shown = address();
  document.title = title;
  scrollTo(0, 0);
  main.querySelector("[data-heading]").focus({ preventScroll: true });
  document.dispatchEvent(new Event("arrive")); // for the scripts of single pages
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
  main.querySelector("[data-status]").textContent = text;
  if (current < 0) return; // no stage of its own, as waiting in line
  stages.forEach((item, place) => {
    item.classList.toggle("done", place < current);
    item.classList.toggle("current", place === current);
    const bar = item.querySelector("progress");
    if (place < current) fill(bar, 1, 1);
    else if (place === current) fill(bar, done, total);
  });
  main.querySelector(".leader-number").textContent = stages.length - current;
}

/** Without a total the bar shows only that something is going on. */
function fill(bar, done, total) {
  if (!total) return bar.removeAttribute("value");
  bar.max = total;
  bar.value = done;
}

remember();
