// Work that goes on while its page is open: the part that tells of it is fetched anew, until it says that all is done.
// `data-from` is where the page is to be had, if that is not its address.

const EVERY = 3_000; // milliseconds

export function enhance(part) {
  let seen = "";
  const timer = setInterval(async () => {
    if (document.hidden || part.contains(document.activeElement)) return;
    const fresh = await fetched(part.dataset.from ?? location.href);
    if (!fresh) return;
    if (fresh.dataset.progress === "done") clearInterval(timer);
    if (fresh.innerHTML === seen) return; // nothing new is read out
    seen = fresh.innerHTML;
    part.replaceChildren(...fresh.childNodes);
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
