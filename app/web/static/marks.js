// Marks a film without another page: its card gives way to the next film of the ranking. Without
// this script the same buttons load the page anew.

let turn = Promise.resolve(); // one after the other, or two films would give way to the same one

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const known = form.matches(".mark, .undo") && document.querySelector("main .films");
  if (!known) return;
  event.preventDefault();
  const change = form.matches(".mark") ? leave : comeBack;
  const sent = { action: form.action, body: new URLSearchParams(new FormData(form, submitter)) };
  const card = form.closest(".film");
  if (card) hide(card);
  turn = turn.then(() => post(sent)).then((page) => change(page, card, sent.body.get("slug")));
  turn = turn.catch(() => failed(card));
});

/** The page that the answer leads to. */
async function post({ action, body }) {
  const answer = await fetch(action, { method: "POST", body });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector(".films")) location.assign(answer.url);
  return page;
}

function hide(card) {
  card.classList.add("leaving");
  card.inert = true;
}

async function leave(page, card) {
  await Promise.all(card.getAnimations().map((animation) => animation.finished));
  const shown = new Set([...cards(document)].map(slugOf));
  const next = [...cards(page)].find((film) => !shown.has(slugOf(film)));
  if (next) {
    next.classList.add("arriving");
    card.replaceWith(next);
  } else card.remove();
  const reached = document.activeElement === document.body ? (next ?? cards(document)[0]) : null;
  finish(page, reached);
}

function comeBack(page, _, slug) {
  document.querySelector("main .films").replaceChildren(...cards(page));
  finish(page, [...cards(document)].find((film) => slugOf(film) === slug) ?? cards(document)[0]);
}

/** What else has changed; the focus goes to a card, if its old place is gone. */
function finish(page, card) {
  for (const place of ["[data-heading]", "[data-marked]"]) {
    const [here, there] = [document, page].map((it) => it.querySelector(`main ${place}`));
    here.replaceChildren(...there.childNodes);
  }
  say(document.querySelector("[data-said]")?.textContent ?? "It may be shown again.");
  card?.querySelector("a").focus({ preventScroll: true });
  document.dispatchEvent(new Event("changed")); // so that Back finds the page as it is now
}

function failed(card) {
  card?.classList.remove("leaving");
  if (card) card.inert = false;
  say("That did not work. Try again.");
}

function say(text) {
  document.querySelector("[data-announced]").textContent = text;
}

function cards(page) {
  return page.querySelectorAll("main .films > .film");
}

function slugOf(card) {
  return card.querySelector("[name=slug]").value;
}
