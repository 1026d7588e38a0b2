// Work that goes on while its page is open: the part that tells of it is fetched anew, until it says that all is done.

const EVERY = 3_000; // milliseconds

export function enhance(part) {
  const timer = setInterval(async () => {
    if (document.hidden || part.contains(document.activeElement)) return;
    const fresh = await fetched(location.href);
    if (!fresh) return;
    part.replaceChildren(...fresh.childNodes);
    if (fresh.dataset.progress === "done") clearInterval(timer);
  }, EVERY);
  if (part.dataset.progress === "done") clearInterval(timer);
}

/** The same part of the page as it is now; null if the city cannot be reached. */
async function fetched(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  } catch {
    return null;
  }
}
