// A button that prints the page; without scripts it is not there, and the browser's own does it.

export function enhance(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
