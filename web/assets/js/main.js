// What every page runs: GOV.UK's components, and the enhancements that this page has use for. A form
// whose enhancement is still on its way is sent once that has come: what it keeps in the browser must
// not leave it because a connection is slow. If it never comes, the form is sent as without scripts.

const COMPONENTS = "../vendor/govuk-frontend/govuk-frontend.min.js";
const ENHANCEMENTS = [
  ["[data-map], [data-pin]", "./map.js"],
  ["[data-address]", "./address.js"],
  ["[data-photo-upload]", "./photos.js"],
  ["[data-progress]", "./progress.js"],
  ["[data-print]", "./print.js"],
  ["[data-vote]", "./ballots/vote.js"],
  ["[data-receipt]", "./ballots/receipt.js"],
  ["[data-ballot-check]", "./ballots/check.js"],
  ["[data-ballot-results]", "./ballots/results.js"],
  ["[data-dispute]", "./ballots/dispute.js"],
];

const started = import(COMPONENTS).then(({ initAll }) => initAll());
ENHANCEMENTS.forEach(bring);

async function bring([selector, module]) {
  const elements = [...document.querySelectorAll(selector)];
  if (!elements.length) return;
  const release = elements.filter((element) => element.matches("form")).map(hold);
  try {
    const { enhance } = await import(module);
    await Promise.allSettled([started]);
    elements.forEach((element) => enhance(element));
  } finally {
    release.forEach((sent) => sent());
  }
}

/** Keeps a form from being sent; what is returned lets it go, and sends it if somebody has asked. */
function hold(form) {
  let asked = null;
  const keep = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = { by: event.submitter };
  };
  form.addEventListener("submit", keep, { capture: true });
  return () => {
    form.removeEventListener("submit", keep, { capture: true });
    if (asked) form.requestSubmit(asked.by);
  };
}
