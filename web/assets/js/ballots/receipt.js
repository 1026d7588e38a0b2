// After a vote: the receipt as a file, or on paper.

export function enhance(box) {
  const buttons = document.createElement("div");
  buttons.className = "govuk-button-group";
  buttons.append(
    button(box.dataset.save, () => save(box.dataset.receipt)),
    button(box.dataset.print, () => print()),
  );
  box.append(buttons);
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function save(name) {
  const text = document.querySelector("[data-receipt-text]").content.textContent;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
