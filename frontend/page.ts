// What every page does with scripts, and nothing that it cannot do without them.
import { copyButtons, showCopyButtons } from "./shared/copy";
import { markOpeners, openInPlace } from "./shared/opens";
import { arrive, goTo } from "./shared/place";
import { say } from "./shared/say";
import { answered, bringBack, keepUnsentWords } from "./shared/unsent";

keepUnsentWords();
copyButtons();
openInPlace();

function enliven(part: ParentNode): void {
  showCopyButtons(part);
  markOpeners(part);
}
enliven(document);

// After an act that led to a new page.
const done = document.getElementById("done");
if (done) {
  goTo(done);
  say(done.dataset.says ?? "", { seen: false });
}
arrive(document);

// After an act in place. `detail` is htmx's own; the form itself may be gone from the page by now.
type Answer = { successful: boolean; requestConfig: { elt: Element } };
document.addEventListener("htmx:afterRequest", (event) => {
  const { successful, requestConfig } = (event as CustomEvent<Answer>).detail;
  const form = requestConfig.elt.closest("form");
  if (form?.method === "post") answered(form, successful);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = event as CustomEvent & { target: HTMLElement };
  enliven(target);
  bringBack(target);
  arrive(target);
  const told = target.matches("[data-says]") ? target : target.querySelector<HTMLElement>("[data-says]");
  if (told?.dataset.says) say(told.dataset.says, { seen: !told.closest(".done") });
});
