// A dispute's form: the locator is reckoned here, and the code stays in the browser.

import { locator, read } from "./codes.js";

export function enhance(form) {
  form.addEventListener("submit", async (event) => {
    const field = form.elements.code;
    if (!field.value.trim()) return;
    event.preventDefault();
    const code = read(field.value);
    if (code === null) {
      complain(field, form.dataset.wrong);
      return;
    }
    form.elements.locator.value = await locator(form.dataset.ballot, code);
    field.value = "";
    form.submit();
  });
}

/** Say beside the field what is wrong with it, as the server would. */
function complain(field, text) {
  const group = field.closest(".govuk-form-group");
  const told = group.querySelector(".govuk-error-message") ?? document.createElement("p");
  told.className = "govuk-error-message";
  told.id = `${field.id}-error`;
  told.textContent = text;
  field.before(told);
  group.classList.add("govuk-form-group--error");
  field.classList.add("govuk-input--error");
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" "));
  field.focus();
}
