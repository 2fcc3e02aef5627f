/**
 * Words typed and not sent stay on this device and come back. They go when they were sent, or when the person has
 * finished on this device. A browser that keeps nothing (a private window, a full disk) does no harm.
 */

const project = document.documentElement.dataset.project ?? "";
/** Everything that a project keeps on this device begins like this. */
export const ours = `coproduce:${project}:`;
const pending = `${ours}being-sent`;

type Box = HTMLTextAreaElement | HTMLInputElement;
type Drawer = Pick<Storage, "getItem" | "setItem" | "removeItem"> & { keys(): string[] };

const drawer: Drawer = {
  getItem: (key) => attempt(() => localStorage.getItem(key)) ?? null,
  setItem: (key, words) => void attempt(() => localStorage.setItem(key, words)),
  removeItem: (key) => void attempt(() => localStorage.removeItem(key)),
  keys: () => attempt(() => Object.keys(localStorage)) ?? [],
};

function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function keyOf(box: Box): string {
  return `${ours}unsent:${location.pathname}:${box.dataset.keep}`;
}

function boxesIn(part: ParentNode): Box[] {
  return [...part.querySelectorAll<Box>("textarea[data-keep], input[data-keep]")];
}

function tell(box: Box): void {
  const words = document.body.dataset.kept;
  if (!words || !box.id) return;
  const line = Object.assign(document.createElement("p"), { id: `${box.id}-kept`, className: "kept", textContent: words });
  box.closest(".sheet-box")?.append(line) ?? box.after(line);
  box.setAttribute("aria-describedby", [box.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
}

function stopTelling(box: Box): void {
  document.getElementById(`${box.id}-kept`)?.remove();
}

/** Gives each box in this part its unsent words back. Words that the server sent again come first. */
export function bringBack(part: ParentNode): void {
  for (const box of boxesIn(part)) {
    const kept = drawer.getItem(keyOf(box));
    if (!kept || box.value) continue;
    box.value = kept;
    tell(box);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** A form was answered in place. Words that were taken need not be kept any more. */
export function answered(form: ParentNode, taken: boolean): void {
  drawer.removeItem(pending);
  if (!taken) return;
  for (const box of boxesIn(form)) {
    drawer.removeItem(keyOf(box));
    stopTelling(box);
  }
}

/** Forgets everything that this project kept on this device. */
export function forget(): void {
  for (const key of drawer.keys()) if (key.startsWith(ours)) drawer.removeItem(key);
}

/** After a form went: did the server take it? It answers with another address, or with a message. */
function wasTaken(): boolean {
  if (document.getElementById("errors")) return false;
  if (document.getElementById("done")) return true;
  const [arrival] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return !!arrival && arrival.redirectCount > 0 && (arrival.responseStatus ?? 200) < 400;
}

function settle(): void {
  const sent = drawer.getItem(pending);
  if (!sent) return;
  drawer.removeItem(pending);
  if (wasTaken()) for (const key of sent.split("\n")) drawer.removeItem(key);
}

export function keepUnsentWords(): void {
  settle();
  bringBack(document);
  document.addEventListener("input", ({ target }) => {
    const box = target as Box;
    if (!box.dataset?.keep) return;
    if (box.value) drawer.setItem(keyOf(box), box.value);
    else {
      drawer.removeItem(keyOf(box));
      stopTelling(box);
    }
  });
  document.addEventListener("submit", ({ target }) => {
    const form = target as HTMLFormElement;
    if (form.matches("[data-forget]")) return forget();
    const keys = boxesIn(form).map(keyOf);
    if (keys.length) drawer.setItem(pending, keys.join("\n"));
  });
}
