// Is my vote in the list? The code stays here: the city is asked for h alone, what it answers is checked,
// and the answers that were chosen again are compared here.

import { commitment, locator, read } from "./codes.js";
import { asks } from "./conditions.js";
import { isIncluded, isSigned, readCheckpoint } from "./proofs.js";

export function enhance(form) {
  const told = document.querySelector("[data-checked]");
  form.querySelector("[data-answers]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const lines = [];
    const tell = (kind, text) => {
      lines.push([kind, text]);
      show(told, lines);
    };
    const code = read(form.elements.code.value);
    if (!code) {
      tell("bad", form.dataset.wrong);
      form.elements.code.focus();
      return;
    }
    show(told, [["", form.dataset.busy]]);
    await check(form, code, tell);
  });
  addEventListener("hashchange", () => brought(form));
  brought(form);
}

/** The code that a QR code brought along, behind the address, which browsers do not send. It is taken out of
    the address, so that no history and nobody who is sent the address gets it. */
function brought(form) {
  if (!location.hash.slice(1) || !read(location.hash.slice(1))) return;
  form.elements.code.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  form.requestSubmit();
}

async function check(form, code, tell) {
  const ballot = form.dataset.ballotCheck;
  const h = await locator(ballot, code);
  const answer = await asked(`/api/v1/ballots/${ballot}/check?h=${h}`);
  if (!answer) return tell("bad", form.dataset.failed);
  if (answer.status === 404) return tell("bad", form.dataset.missing);
  const found = await answer.json();
  if (found.index === null || found.index === undefined) tell("good", form.dataset.waiting);
  else await prove(form, h, found, tell);
  if (hasAnswered(form)) {
    const same = (await commitment(ballot, code, answersOf(form))) === found.c;
    tell(same ? "good" : "bad", same ? form.dataset.same : form.dataset.other);
  }
  return undefined;
}

async function prove(form, h, found, tell) {
  const { size } = readCheckpoint(found.checkpoint);
  const claim = { h, c: found.c, index: found.index, checkpoint: found.checkpoint, hashes: found.inclusion.hashes };
  if (!(await isIncluded(claim))) {
    tell("bad", form.dataset.lie);
    return;
  }
  const locale = form.dataset.language === "en" ? "en-GB" : form.dataset.language;
  const [number, whole] = [found.index + 1, size].map((n) => n.toLocaleString(locale));
  const style = { dateStyle: "long", timeStyle: "short", timeZone: form.dataset.zone };
  const when = new Date(found.received_at_bucket).toLocaleString(locale, style);
  tell("good", form.dataset.found.replace("{number}", number).replace("{size}", whole).replace("{moment}", when));
  tell("good", form.dataset.included);
  const signed = await isSigned(found.checkpoint, form.dataset.key);
  const words = { true: ["good", form.dataset.signed], false: ["bad", form.dataset.unsigned], null: ["", form.dataset.unable] };
  tell(...words[signed]);
}

/** What the city answers; null if it did not. */
async function asked(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok || answer.status === 404 ? answer : null;
  } catch {
    return null;
  }
}

function hasAnswered(form) {
  return Object.values(answersOf(form)).some((chosen) => chosen.length);
}

/** In the order that counts: a ranking as it is, other options by their ids. What was not asked is not there. */
function answersOf(form) {
  const answers = {};
  for (const part of form.querySelectorAll("[data-question]")) {
    if (!asks(part, answers)) continue;
    const fields = [...part.querySelectorAll("input:checked, select")];
    const chosen = fields.map((field) => field.value).filter(Boolean);
    answers[part.dataset.question] = part.dataset.type === "rank" ? chosen : chosen.sort();
  }
  return answers;
}

function show(told, lines) {
  told.replaceChildren(
    ...lines.map(([kind, text]) => {
      const line = document.createElement("p");
      line.className = `veche-checked__line veche-checked__line--${kind || "open"}`;
      line.textContent = text;
      return line;
    }),
  );
}
