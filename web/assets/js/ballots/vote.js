// While one votes: this browser makes the code, so that nobody else need be believed, and says how much
// can still be chosen. Questions that depend on others come and go. What may be chosen the server decides.

import { enhance as makeCode } from "./codes.js";
import { enhance as showWhatIsAsked } from "./conditions.js";

export function enhance(form) {
  makeCode(form);
  showWhatIsAsked(form);
  form.querySelectorAll("[data-choose]").forEach(tellWhatIsLeft);
}

function tellWhatIsLeft(question) {
  const line = document.createElement("p");
  line.className = "govuk-body veche-vote__left";
  line.setAttribute("role", "status");
  question.querySelector(".govuk-checkboxes").after(line);
  const tell = () => {
    const { text, over } = question.dataset.choose === "budget" ? money(question) : number(question);
    line.textContent = text;
    line.classList.toggle("veche-vote__left--over", over);
  };
  // After the component, which takes the others away when «leave it to others» is chosen.
  question.addEventListener("click", () => setTimeout(tell));
  tell();
}

function chosen(question) {
  return [...question.querySelectorAll("input:checked:not([data-behaviour])")];
}

function number(question) {
  const left = Number(question.dataset.most) - chosen(question).length;
  const words = left < 0 ? question.dataset.over : question.dataset.left;
  return { text: words.replace("{n}", String(Math.abs(left))), over: left < 0 };
}

function money(question) {
  const format = amounts(question.dataset.currency);
  const sum = chosen(question).reduce((all, box) => all + Number(box.dataset.cost), 0);
  const left = Number(question.dataset.budget) - sum;
  const words = left < 0 ? question.dataset.spent : question.dataset.money;
  const values = { sum, left, over: -left };
  const text = words.replace(/{(\w+)}/g, (_, name) => format.format(values[name]));
  return { text, over: left < 0 };
}

// As the server writes them: in English as the British do.
function amounts(currency) {
  const language = document.documentElement.lang;
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 0 });
}
