// An address field that suggests while one types. What is typed is posted as it stands: a suggestion
// helps, and is never needed.

const VENDOR = new URL("../vendor/accessible-autocomplete/", import.meta.url);
const PAUSE = 150; // milliseconds between the last key and the question

await Promise.all([
  add("link", { rel: "stylesheet", href: new URL("accessible-autocomplete.min.css", VENDOR).href }),
  add("script", { src: new URL("accessible-autocomplete.min.js", VENDOR).href }),
]);

export function enhance(input) {
  const { address: url, mapId, none, hint } = input.dataset;
  const place = document.createElement("div");
  const { id, name, value } = input;
  const described = (input.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((known) => document.getElementById(known)?.textContent.trim())
    .filter(Boolean);
  const typing = document.activeElement === input;
  input.replaceWith(place);

  window.accessibleAutocomplete({
    element: place,
    id,
    name,
    defaultValue: value,
    minLength: 2,
    autoselect: false,
    confirmOnBlur: false,
    source: suggestions(url),
    templates: { inputValue: (found) => found?.text, suggestion: (found) => escaped(found) },
    onConfirm: (found) => found && point(mapId, found),
    tNoResults: () => none,
    tStatusQueryTooShort: () => "",
    tStatusNoResults: () => none,
    tStatusSelectedOption: (text) => text,
    tStatusResults: (length) => String(length),
    tAssistiveHint: () => [...described, hint].join(". "),
  });
  if (typing) document.getElementById(id).focus();
}

/** Asks once one has stopped typing, and forgets answers to questions that are no longer asked. */
function suggestions(url) {
  let timer = 0;
  let asked = 0;
  return (query, answer) => {
    clearTimeout(timer);
    const now = ++asked;
    timer = setTimeout(async () => {
      const found = await ask(url, query);
      if (now === asked) answer(found);
    }, PAUSE);
  };
}

async function ask(url, query) {
  try {
    const answer = await fetch(`${url}?q=${encodeURIComponent(query)}`);
    if (!answer.ok) return [];
    const body = await answer.json();
    return body.items;
  } catch {
    return []; // without a connection the field is a plain one
  }
}

function point(mapId, { lat, lon }) {
  const map = mapId && document.getElementById(mapId);
  if (!map || lat === undefined) return;
  map.dispatchEvent(new CustomEvent("veche:place", { detail: { lat: Number(lat), lon: Number(lon) } }));
}

/** The component puts suggestions into the page as HTML. */
function escaped(found) {
  const box = document.createElement("span");
  box.textContent = typeof found === "string" ? found : (found?.text ?? "");
  return box.innerHTML;
}

function add(tag, properties) {
  const element = Object.assign(document.createElement(tag), properties);
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.querySelector("link[rel=stylesheet]").before(element);
  });
}
