// What every page runs: GOV.UK's components, and the enhancements that this page has use for.

import { initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";

initAll();

const enhancements = [
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

for (const [selector, module] of enhancements) {
  if (document.querySelector(selector)) {
    const { enhance } = await import(module);
    document.querySelectorAll(selector).forEach((element) => enhance(element));
  }
}
