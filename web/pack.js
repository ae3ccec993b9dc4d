// Makes web/dist from the TypeScript, the two WebAssembly builds and the released models. Does nothing where dist is
// newer than all of them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const variants = ["simd", "relaxed"];
/** @type {(variant: string, suffix: string) => string} */
const linked = (variant, suffix) => here(`../build/wasm-${variant}/wasm/earful-${variant}.${suffix}`);
const release = here("../models/release");
const notices = here("../core/third_party/notices");
const models = ["cnn.safetensors", "cnn.md"]; // the bigger ones are packages of their own
const stamp = here("dist/.packed");

const inputs = [
  ...readdirSync(here("src"), { recursive: true }).map((name) => here(`src/${String(name)}`)),
  ...["pack.js", "package.json", "tsconfig.json"].map(here),
  ...variants.flatMap((variant) => [linked(variant, "js"), linked(variant, "wasm")]),
  ...[".", ...models].map((name) => `${release}/${name}`),
  notices,
];
const packed = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
if (inputs.every((input) => statSync(input).mtimeMs < packed)) process.exit();

// One glue serves both binaries: the package compiles and hands over the binary itself.
const [glue, other] = variants.map((variant) => readFileSync(linked(variant, "js"), "utf8").replaceAll(variant, ""));
if (glue !== other)
  throw new Error("the JavaScript glue of the two WebAssembly builds differs by more than their names");

rmSync(here("dist"), { recursive: true, force: true });
execFileSync(process.execPath, [here("../node_modules/typescript/bin/tsc"), "-p", here(".")], { stdio: "inherit" });
const glueFile = {
  name: "glue",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/glue\.js$/ }, () => ({ path: linked("simd", "js") })),
};
const options = {
  absWorkingDir: here(".."), // the unminified worklet names its sources from there, wherever this is run
  outdir: here("dist"),
  bundle: true, // one request in a page, not twelve
  minify: true, // Emscripten's glue is 45 KB as it comes
  format: "esm",
  target: "es2022",
  packages: "external", // the command line uses this package, like anybody else, and audio-decode
  external: ["node:*", "*.wasm", "*.wasm?module"], // in an edge worker the binary is a module
  logLevel: "warning",
};
await build({
  ...options,
  entryPoints: {
    index: here("src/index.ts"),
    workerd: here("src/workerd.ts"),
    "cli/earful": here("src/cli/earful.ts"),
    "cli/worker": here("src/cli/worker.ts"),
    "live/index": here("src/live/index.ts"),
  },
  plugins: [
    glueFile,
    {
      name: "index", // of which the other entries take no copy, so that its classes are the same everywhere
      setup: ({ onResolve }) => onResolve({ filter: /^\.\.?\/index\.js$/ }, ({ path }) => ({ path, external: true })),
    },
  ],
});
const noBinaries = {
  name: "no-binaries",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\.\/binaries\.js$/ }, () => ({ path: "none", namespace: "binaries" }));
    onLoad({ filter: /./, namespace: "binaries" }, () => ({ contents: "export const BINARIES = {};" }));
  },
};
await build({
  ...options,
  entryPoints: { "edge-light": here("src/edge-light.ts") },
  plugins: [glueFile, noBinaries],
});
// Whole in themselves, so that they may be copied, renamed, or fetched and started from their text.
await build({
  ...options,
  entryPoints: { "live/worker": here("src/live/worker.ts") },
  define: { "import.meta.url": '""' }, // the page says where the other files are
  plugins: [glueFile],
});
await build({
  ...options,
  entryPoints: { "live/worklet": here("src/live/worklet.ts") },
  minify: false, // under 4 KB Vite would make a data: URL of it, which a content security policy refuses
});

// The minifier drops what keeps bundlers from asking for a package that may not be there.
const script = readFileSync(here("dist/index.js"), "utf8");
writeFileSync(here("dist/index.js"), script.replace("import(", "import(/* webpackIgnore: true *//* @vite-ignore */"));
for (const variant of variants) cpSync(linked(variant, "wasm"), here(`dist/earful-${variant}.wasm`));
mkdirSync(here("dist/models"));
for (const name of models) cpSync(`${release}/${name}`, here(`dist/models/${name}`));
cpSync(here("../LICENSE"), here("dist/LICENSE"));
writeFileSync(here("dist/THIRD_PARTY_NOTICES"), execFileSync(notices, ["wasm"]));

// What a page fetches, as HTML's integrity attribute wants it.
const fetched = readdirSync(here("dist"), { recursive: true })
  .map((name) => String(name).replaceAll("\\", "/"))
  .filter((name) => /\.(js|wasm|safetensors)$/.test(name) && !name.startsWith("cli/"));
const hash = (/** @type {string} */ name) =>
  `sha384-${createHash("sha384")
    .update(readFileSync(here(`dist/${name}`)))
    .digest("base64")}`;
const list = Object.fromEntries(fetched.sort().map((name) => [name, hash(name)]));
writeFileSync(here("dist/integrity.js"), `export const integrity = ${JSON.stringify(list, null, 2)};\n`);
writeFileSync(
  here("dist/integrity.d.ts"),
  "/** Hashes of the files that a page fetches, by their names in `dist/`. */\nexport declare const integrity: Readonly<Record<string, string>>;\n",
);
writeFileSync(stamp, "");
