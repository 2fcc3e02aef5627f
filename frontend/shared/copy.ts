import { say } from "./say";

/** `data-copy="#id"` copies that thing's words, `data-copy-text` its own; then says `data-copied`. */
export function copyButtons(): void {
  document.addEventListener("click", async ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-copy], [data-copy-text]");
    if (!button) return;
    const source = button.dataset.copy ? document.querySelector<HTMLElement>(button.dataset.copy) : null;
    const words = button.dataset.copyText ?? source?.textContent?.trim() ?? "";
    if (await copied(words, source)) say(button.dataset.copied ?? "");
  });
}

/** Old browsers, and pages without https, copy only what is selected: then it stays selected, to copy by hand. */
async function copied(words: string, source: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    if (source) getSelection()?.selectAllChildren(source);
    return !!source && document.execCommand("copy");
  }
}

/** Copying needs scripts, so its buttons stay hidden until there are some. */
export function showCopyButtons(part: ParentNode): void {
  for (const button of part.querySelectorAll<HTMLElement>("[data-copy][hidden], [data-copy-text][hidden]")) {
    button.hidden = false;
  }
}
