/** A board that closed while somebody wrote: the words that this device kept are shown, to copy or to send by hand. */
export function showWordsStillHere(): void {
  const part = document.getElementById("still-here");
  const words = part?.querySelector("textarea")?.value;
  if (!part || !words) return;
  part.hidden = false;
  const letter = part.querySelector<HTMLAnchorElement>("a[href^='mailto:']");
  if (letter) letter.href = `${letter.href.split("?")[0]}?body=${encodeURIComponent(words)}`;
}
