// Small replacements in place. A page that never gets this works just the same.
import htmx from "htmx.org/dist/htmx.esm.js";

// Browsers that guard against injected scripts let nobody turn text into page content but this rule. It lets htmx
// read an answer of our own server into a document of its own, which runs nothing; every other way stays shut.
const intoADocument = ["Document parseHTMLUnsafe", "DOMParser parseFromString"];
window.trustedTypes?.createPolicy("default", {
  createHTML: (text, _type, sink) => (intoADocument.includes(sink) ? text : null),
});

window.htmx = htmx as NonNullable<Window["htmx"]>;
