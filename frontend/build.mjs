// Bundles every entry point into the static folder of ground/ui: the .ts and .css files that lie directly in
// frontend/, and index.ts or index.css of each folder, which takes the folder's name. Fonts and pictures come along.
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/coproduce/ground/ui/static/ui");

async function entryPoints() {
  const found = {};
  for (const thing of await readdir(here, { withFileTypes: true })) {
    if (thing.name === "node_modules") continue;
    if (thing.isDirectory()) {
      for (const name of await readdir(join(here, thing.name))) {
        if (/^index\.(ts|css)$/.test(name)) found[thing.name + extname(name)] = join(here, thing.name, name);
      }
    } else if (/(?<!\.d)\.(ts|css)$/.test(thing.name)) {
      found[thing.name] = join(here, thing.name);
    }
  }
  // Two entry points of one name (board.ts, board.css) are fine: their kinds differ.
  return Object.entries(found).map(([name, input]) => ({ in: input, out: name.replace(/\.(ts|css)$/, "") }));
}

const options = {
  entryPoints: await entryPoints(),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome112", "firefox121", "safari16.5"],
  charset: "utf8",
  // Django gives every file its own fingerprint, and a page can preload a font by its plain name.
  assetNames: "[name]",
  loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
  legalComments: "linked",
  logLevel: "warning",
  metafile: true,
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
if (process.argv.includes("--watch")) {
  const context = await esbuild.context({ ...options, sourcemap: "inline", logLevel: "info" });
  await context.watch();
} else if (options.entryPoints.length) {
  const { metafile, warnings } = await esbuild.build(options);
  for (const [path, { bytes }] of Object.entries(metafile.outputs)) {
    console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${relative(out, path)}`);
  }
  // What esbuild warns of is a mistake: a misspelt rule is left out without a word on the page.
  if (warnings.length) process.exit(1);
}
