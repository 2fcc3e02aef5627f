// Small replacements in place. A page that never gets this works just the same.
import "htmx.org/dist/htmx.esm.js";
