// Results that keep up with the reports: the figures are fetched once a minute and put in the place of the
// old ones when there is a new report, in one step, and one line tells it to who cannot see it.

const EVERY = 60_000; // milliseconds

export function enhance(part) {
  if (part.dataset.final === undefined) setInterval(() => refresh(part), EVERY);
}

export async function refresh(part) {
  if (document.hidden || part.contains(document.activeElement)) return;
  const fresh = await fetched(part.dataset.ballotResults);
  if (!fresh) return;
  const [old, now] = [part, fresh].map((element) => element.querySelector("[data-seq]")?.dataset);
  if (!now || old?.seq === now.seq) return;
  const open = [...part.querySelectorAll("details")].map((details) => details.open);
  part.replaceChildren(...fresh.childNodes);
  part.querySelectorAll("details").forEach((details, place) => { details.open = open[place] ?? false; });
  document.querySelector("[data-as-of]").textContent = now.told;
}

/** The part of the page as it is now; null if the city cannot be reached. */
async function fetched(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").body;
  } catch {
    return null;
  }
}
