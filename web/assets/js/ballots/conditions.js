// Questions that are asked only of who chose something in an earlier one: shown to them, to nobody else,
// and what is hidden is not sent. What is asked of whom the server decides; the hints say it without scripts.

export function enhance(form) {
  const parts = [...form.querySelectorAll("[data-only-if]")];
  if (!parts.length) return;
  parts.forEach(takeOutWhatNobodyNeeds);
  const look = () => parts.forEach((part) => show(part, asks(part, chosen(form))));
  form.addEventListener("change", look);
  // After the component, which takes the others away when «leave it to others» is chosen.
  form.addEventListener("click", () => setTimeout(look));
  addEventListener("pageshow", look);
  look();
}

/** Whether who has chosen so is asked this question: `answers` are lists of options by the question's id. */
export function asks({ dataset: { onlyIf, onlyOptions } }, answers) {
  return !onlyIf || onlyOptions.split(" ").some((option) => (answers[onlyIf] ?? []).includes(option));
}

/** What is chosen in the questions that are shown. */
function chosen(form) {
  const answers = {};
  for (const box of form.querySelectorAll("input:checked:enabled")) {
    const question = box.name.replace("answers.", "");
    (answers[question] ??= []).push(box.value);
  }
  return answers;
}

function show(part, isAsked) {
  part.hidden = !isAsked;
  for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !isAsked;
}

/** «This is not asked of me» is for browsers without scripts, which cannot take a choice back. */
function takeOutWhatNobodyNeeds(part) {
  const item = part.querySelector("[data-not-asked]")?.closest(".govuk-radios__item");
  if (item?.previousElementSibling.matches(".govuk-radios__divider")) item.previousElementSibling.remove();
  item?.remove();
}
