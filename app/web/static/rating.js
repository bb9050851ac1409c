// Looks for films while a title is typed, and keeps their stars until they are used. Without this
// script the same forms carry the stars in the address.

import "./posters.js";

const FILMS = "/api/v1/films";
const PROFILES = "/api/v1/profiles";
const KEPT = "projectionist.rated";
const PAUSE = 150; // milliseconds after a letter

const desk = document.querySelector(".rating-desk");
const needed = Number(desk.dataset.needed);
const field = desk.querySelector("#title");
const found = desk.querySelector("[data-found]");
const foundCount = desk.querySelector("[data-found-count]");
const picks = desk.querySelector("[data-picks]");
const count = desk.querySelector("[data-count]");
const refusal = desk.querySelector("[data-refusal]");
const finish = desk.querySelector(".ticket-stub button");

const rated = new Map(recall());
let timer = null;
let asking = null;

for (const { dataset } of picks.children) {
  rated.set(dataset.film, { title: dataset.title, year: dataset.year, stars: Number(dataset.stars) });
}
update();

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});

desk.addEventListener("change", ({ target }) => {
  if (!target.matches(".give input")) return;
  const { film, title, year } = target.form.dataset;
  rated.set(film, { title, year, stars: Number(target.value.split(":")[1]) });
  update();
});

desk.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches(".find")) look();
  else if (event.target.matches(".ticket-stub")) pick();
  else if (event.target.closest(".pick")) remove(event.target.closest(".pick"));
});

addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return; // after Back, what was used is gone
  rated.clear();
  for (const [film, facts] of recall()) rated.set(film, facts);
  update();
});

async function look() {
  clearTimeout(timer);
  asking?.abort();
  const asked = (asking = new AbortController());
  const q = field.value.trim();
  if (!q) return show([], "");
  try {
    const answer = await fetch(`${FILMS}?${new URLSearchParams({ q })}`, { signal: asked.signal });
    const { data, detail } = await answer.json();
    if (answer.ok) show(data, data.length ? `${films(data.length)} found` : "No such film here. Check the spelling.");
    else show([], detail);
  } catch {
    if (!asked.signal.aborted) show([], "The search does not answer. Try again in a minute.");
  }
}

function show(facts, text) {
  found.replaceChildren(...facts.map(row));
  foundCount.textContent = text;
  mark();
}

function row({ film_id, title, release_year, directors, poster }) {
  const item = copy("found");
  const form = item.querySelector("form");
  Object.assign(form.dataset, { film: film_id, title, year: release_year ?? "" });
  call(item, title, [release_year, directors.slice(0, 2).join(", ")].filter(Boolean).join(" · "));
  item.querySelector(".give").ariaLabel = `Stars for ${title}`;
  for (const input of item.querySelectorAll(".give input")) input.value = film_id + input.value;
  const image = item.querySelector("img");
  if (poster) image.src = poster;
  else image.remove();
  return item;
}

function pickRow([film, { title, year, stars }]) {
  const item = copy("pick");
  item.dataset.film = film;
  call(item, title, year);
  const shown = item.querySelector(".stars");
  shown.dataset.halves = stars * 2;
  shown.ariaLabel = `${stars} of 5 stars`;
  item.querySelector("button").ariaLabel = `Remove ${title}`;
  return item;
}

function copy(id) {
  return document.getElementById(id).content.cloneNode(true).firstElementChild;
}

function call(item, title, credit) {
  for (const place of item.querySelectorAll("[data-called]")) place.textContent = title;
  item.querySelector("[data-credit]").textContent = credit;
}

function remove(item) {
  const place = [...picks.children].indexOf(item);
  rated.delete(item.dataset.film);
  update();
  (picks.children[Math.min(place, rated.size - 1)]?.querySelector("button") ?? field).focus();
}

/** Shows and keeps what is rated. */
function update() {
  picks.replaceChildren(...[...rated].map(pickRow));
  count.textContent = rated.size < needed ? `${rated.size} of ${needed} films` : films(rated.size);
  finish.hidden = rated.size < needed;
  mark();
  remember();
}

/** The same film may be found and be among those to begin with. */
function mark() {
  for (const input of desk.querySelectorAll(".give input")) {
    const [film, stars] = input.value.split(":");
    input.checked = rated.get(film)?.stars === Number(stars);
  }
}

async function pick() {
  finish.disabled = true;
  refusal.textContent = "";
  const body = [...rated].map(([film, { stars }]) => ({ film_id: Number(film), stars }));
  try {
    const answer = await fetch(PROFILES, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ films: body }),
    });
    const { profile, detail } = await answer.json();
    if (answer.ok) leave(profile);
    else refusal.textContent = detail;
  } catch {
    refusal.textContent = "The connection broke off. Check that you are online, then try again.";
  }
  finish.disabled = false;
}

function leave(profile) {
  rated.clear();
  remember();
  location.assign(`/?${new URLSearchParams({ profile })}`);
}

function films(number) {
  return `${number} ${number === 1 ? "film" : "films"}`;
}

/** A browser may refuse to keep anything; then the stars last as long as the page. */
function remember() {
  try {
    if (rated.size) localStorage.setItem(KEPT, JSON.stringify([...rated]));
    else localStorage.removeItem(KEPT);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}
