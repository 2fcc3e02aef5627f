/** Puts focus on a thing that is not a control (a message, a heading), so that reading goes on from there. */
export function goTo(thing: HTMLElement): void {
  if (!thing.matches("a[href], button, input, select, textarea, [tabindex]")) thing.tabIndex = -1;
  thing.focus();
}

/** Focus and words that new content asks for: an error box first, then what the server marked. */
export function arrive(within: ParentNode): void {
  const wanted = within.querySelector<HTMLElement>("[data-takes-focus]");
  if (wanted) goTo(wanted);
}
