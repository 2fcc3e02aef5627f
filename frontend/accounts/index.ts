// Passkeys: after a press, the server gives a challenge, the device answers it, and the form takes the answer along.
import { say } from "../shared/say";

/** allauth's own copy of github/webauthn-json, loaded before this file. */
type Challenge = { publicKey: object };
type Ceremonies = {
  supported(): boolean;
  create(options: Challenge): Promise<object>;
  get(options: Challenge): Promise<object>;
};
const passkeys = (window as { webauthnJSON?: Ceremonies }).webauthnJSON;

async function challengeFor(form: HTMLFormElement): Promise<Challenge> {
  const asked = new FormData(form);
  asked.set("begin", "1");
  const answer = await fetch(form.action, { method: "POST", body: asked, headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error("no challenge");
  return (await answer.json()) as Challenge;
}

async function askTheDevice(form: HTMLFormElement, ceremonies: Ceremonies): Promise<void> {
  const button = form.querySelector("button");
  button?.setAttribute("aria-disabled", "true");
  try {
    const ceremony = form.dataset.passkey === "create" ? ceremonies.create : ceremonies.get;
    const credential = await ceremony(await challengeFor(form));
    form.querySelector<HTMLInputElement>("input[name=credential]")!.value = JSON.stringify(credential);
    form.submit();
  } catch {
    // Whoever changes their mind, has no key here, or lost the net: nothing happened, and the page says so.
    say(form.dataset.failed ?? "");
  } finally {
    button?.removeAttribute("aria-disabled");
  }
}

if (passkeys?.supported()) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.querySelector("[aria-disabled]")) void askTheDevice(form, passkeys);
    });
  }
  for (const line of document.querySelectorAll<HTMLElement>("[data-without-passkeys]")) line.hidden = true;
}
