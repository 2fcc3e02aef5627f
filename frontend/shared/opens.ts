import { goTo } from "./place";

/**
 * `<a href="/whole/page/" data-opens="#place">` opens that page’s `.part` in place, and closes it when pressed again.
 * Inside, `<a data-closes>` closes it too. Without scripts both are plain links.
 */
export function openInPlace(): void {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-opens], a[data-closes]");
    if (!link || !window.htmx) return;
    const place = link.dataset.opens ? document.querySelector<HTMLElement>(link.dataset.opens) : link.closest<HTMLElement>(".opened");
    if (!place) return;
    event.preventDefault();
    if (link.dataset.opens && link.getAttribute("aria-expanded") !== "true") void open(link, place);
    else close(place);
  });
}

async function open(link: HTMLAnchorElement, place: HTMLElement): Promise<void> {
  await window.htmx?.ajax("get", link.href, { target: place, swap: "innerHTML", select: ".part" });
  if (!place.firstElementChild) return location.assign(link.href);
  link.setAttribute("aria-expanded", "true");
  goTo(place.querySelector<HTMLElement>("[data-takes-focus], h1, h2, h3, h4") ?? place);
}

function close(place: HTMLElement): void {
  const opener = document.querySelector<HTMLElement>(`a[data-opens="#${CSS.escape(place.id)}"]`);
  place.replaceChildren();
  opener?.setAttribute("aria-expanded", "false");
  opener?.focus();
}

export function markOpeners(part: ParentNode): void {
  if (!window.htmx) return;
  for (const link of part.querySelectorAll("a[data-opens]:not([aria-expanded])")) link.setAttribute("aria-expanded", "false");
}
