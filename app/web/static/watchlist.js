// Adds rows for members, and speaks up when the reel has stopped. Without this script all rows are
// there, and the film is shown at once.

let again = false; // whether the reel spins because of the button below it

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-add]")) add(target.closest(".members"));
  else again = Boolean(target.closest("[data-again]"));
});

document.addEventListener("arrive", ready);

document.addEventListener("animationend", ({ target }) => {
  if (target.matches(".pick")) stopped();
});

function add(members) {
  const row = members.querySelector(".spare");
  row.classList.remove("spare");
  row.focus();
  settle(members);
}

/** No button without a row to add. */
function settle(members) {
  members.querySelector("[data-add]").hidden = !members.querySelector(".spare");
}

function ready() {
  document.querySelectorAll(".members").forEach(settle);
  const pick = document.querySelector(".pick");
  if (pick && !pick.getAnimations().length) stopped(); // where motion is not wanted
}

/** The next spin is one key away. */
function stopped() {
  const news = document.querySelector("[data-announce]");
  news.textContent = news.dataset.text;
  document.querySelector(".spun").classList.add("stopped");
  history.replaceState({ ...history.state, html: document.querySelector("main").innerHTML }, "");
  if (again) document.querySelector("[data-again]").focus({ preventScroll: true });
  again = false;
}

ready();
