// Keeps the page of a group up to date while people join and choose, by asking every few seconds.
// Without this script a link on the page does it.

import "./posters.js";

const PAUSE = 2500; // milliseconds
const SOON = 300; // until what a button began can be seen

const page = document.querySelector("[data-state]");
const live = page.querySelector("[data-live]");
const said = page.querySelector("[data-said]");
const share = document.querySelector(".share a");
const copy = document.querySelector("[data-copy]");
let version = Number(page.dataset.version);
let timer = setTimeout(look, PAUSE);

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-slow]")) said.textContent = "Reading your films.";
  if (!event.target.matches("[data-quiet]")) return;
  event.preventDefault();
  press(event.target);
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});

share.textContent = share.href;
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(share.href);
  said.textContent = "The address is copied.";
  copy.textContent = "Copied";
});

async function press(form) {
  setTimeout(look, SOON);
  const body = new URLSearchParams(new FormData(form));
  await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
  look();
}

/** A phone that is offline for a moment looks again later. */
async function look() {
  clearTimeout(timer);
  const response = await fetch(`${page.dataset.state}&version=${version}`).catch(() => null);
  if (response?.status === 404) return location.reload(); // it says that the group is gone
  if (response?.status === 200) show(await response.json());
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(look, PAUSE);
}

function show(news) {
  if (news.version === version) return;
  version = news.version;
  const focused = live.contains(document.activeElement) ? document.activeElement.id : "";
  live.innerHTML = news.html;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  said.textContent = news.said;
  document.dispatchEvent(new Event("arrive"));
}
