/** “Make 6 boards”: the button says the number that was chosen. The server wrote each label, in its own language. */
export function countOnTheButton(): void {
  const button = document.querySelector<HTMLElement>("[data-counts]");
  const number = document.querySelector<HTMLInputElement>(button?.dataset.counts || "#none");
  const labels = document.getElementById("labels");
  if (!button || !number || !labels) return;
  const label: Record<string, string> = JSON.parse(labels.textContent ?? "{}");
  const without = button.textContent;
  const count = () => (button.textContent = label[String(number.valueAsNumber)] ?? without);
  number.addEventListener("input", count);
  count();
}
