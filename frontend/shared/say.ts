/**
 * Says one short sentence about the person's own act in the page's one status region. The last one stands.
 * Without `seen` it is only heard: for a sentence that the page already shows where the act was.
 */
export function say(text: string, { seen = true } = {}): void {
  const region = document.getElementById("status");
  if (!region) return;
  region.textContent = "";
  region.classList.toggle("hush", !seen);
  // Screen readers tell a change: the same words twice must first be gone for a moment.
  setTimeout(() => {
    region.textContent = text;
    if (seen) document.addEventListener("click", () => (region.textContent = ""), { once: true });
  }, 60);
}
