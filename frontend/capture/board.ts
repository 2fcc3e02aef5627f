import { showCopyButtons } from "../shared/copy";
import { say } from "../shared/say";
import { answered } from "../shared/unsent";

/**
 * A note is added and the list brought up to date without leaving the page. Focus stays in the emptied box.
 * Whatever goes wrong, the words stay in the box; what the board refuses, the page itself explains.
 */
export function addInPlace(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-adds]");
  const box = form?.querySelector("textarea");
  if (!form || !box) return;
  let busy = false;
  let asPage = false;
  form.addEventListener("submit", async (event) => {
    if (asPage) return;
    event.preventDefault();
    event.stopPropagation(); // the page would wait for the answer on its next visit
    if (busy) return;
    busy = true;
    const sent = box.value;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      asPage = !answer.redirected || !answer.ok;
      if (!asPage) added(form, box, sent, pageIn(await answer.text()));
    } catch {
      say(form.dataset.failed ?? "");
    } finally {
      busy = false;
    }
    if (asPage) form.requestSubmit();
  });
}

/** Words typed while the note was on its way stay in the box. */
function added(form: HTMLFormElement, box: HTMLTextAreaElement, sent: string, page: Document): void {
  for (const hidden of page.querySelectorAll<HTMLInputElement>("form[data-adds] input[type=hidden]")) {
    const ours = form.elements.namedItem(hidden.name);
    if (ours instanceof HTMLInputElement) ours.value = hidden.value;
  }
  answered(form, true);
  box.value = box.value.startsWith(sent) ? box.value.slice(sent.length) : box.value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const after = document.getElementById("after");
  const fresh = page.getElementById("after");
  if (after && fresh) {
    after.replaceChildren(...fresh.childNodes);
    showCopyButtons(after);
  }
  bringUpToDate(page);
  box.focus();
  say(document.getElementById("done")?.dataset.says ?? "", { seen: false });
}

/** “Show what is new”, in place; says how many notes there are now, or that nothing is new. */
export function showNew(): void {
  const link = document.querySelector<HTMLAnchorElement>("#show-new");
  link?.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href);
      if (!answer.ok || answer.redirected) throw new Error();
      const title = bringUpToDate(pageIn(await answer.text()));
      say(title || link.dataset.none || "");
    } catch {
      location.assign(link.href);
    }
  });
}

/** Gives the list's new title if a note came or changed. Notes that are as they were keep their opened More. */
function bringUpToDate(page: Document): string {
  const here = document.getElementById("notes");
  const there = page.getElementById("notes");
  if (!here || !there) throw new Error("the board is closed");
  const before = here.querySelector("ol")?.textContent;
  const notes = [...(there.querySelector("ol")?.children ?? [])].map((note) => {
    const known = document.getElementById(note.id);
    return known?.textContent === note.textContent ? known : note;
  });
  here.querySelector("ol")?.replaceChildren(...notes);
  const title = there.querySelector("h2")?.textContent ?? "";
  here.querySelector("h2")?.replaceChildren(title);
  here.querySelector("#nobody-yet")?.toggleAttribute("hidden", notes.length > 0);
  return here.querySelector("ol")?.textContent === before ? "" : title;
}

function pageIn(text: string): Document {
  return new DOMParser().parseFromString(text, "text/html");
}
