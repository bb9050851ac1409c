// A poster that cannot be loaded gives way to the drawn one behind it.

// Image errors do not bubble, so they are caught on their way down.
document.addEventListener("error", ({ target }) => dropBroken(target), true);

function dropBroken(element) {
  if (element instanceof HTMLImageElement && element.closest(".poster")) element.remove();
}

for (const image of document.images) {
  if (image.complete && image.naturalWidth === 0) dropBroken(image);
}
