// Makes web/dist from the TypeScript, the two WebAssembly builds and the released models. Does nothing where dist is
// newer than all of them.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const variants = ["simd", "relaxed"];
/** @type {(variant: string, suffix: string) => string} */
const linked = (variant, suffix) => here(`../build/wasm-${variant}/wasm/earful-${variant}.${suffix}`);
const release = here("../models/release");
const models = readdirSync(release).filter((name) => /\.(safetensors|md)$/.test(name)); // with their cards
const stamp = here("dist/.packed");

const inputs = [
  ...readdirSync(here("src"), { recursive: true }).map((name) => here(`src/${String(name)}`)),
  ...["pack.js", "package.json", "tsconfig.json"].map(here),
  ...variants.flatMap((variant) => [linked(variant, "js"), linked(variant, "wasm")]),
  ...[".", ...models].map((name) => `${release}/${name}`),
];
const packed = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
if (inputs.every((input) => statSync(input).mtimeMs < packed)) process.exit();

// One glue serves both binaries: the package compiles and hands over the binary itself.
const [glue, other] = variants.map((variant) => readFileSync(linked(variant, "js"), "utf8").replaceAll(variant, ""));
if (glue !== other)
  throw new Error("the JavaScript glue of the two WebAssembly builds differs by more than their names");

rmSync(here("dist"), { recursive: true, force: true });
execFileSync(process.execPath, [here("../node_modules/typescript/bin/tsc"), "-p", here(".")], { stdio: "inherit" });
await build({
  entryPoints: {
    index: here("src/index.ts"),
    "cli/earful": here("src/cli/earful.ts"),
    "cli/worker": here("src/cli/worker.ts"),
    "live/index": here("src/live/index.ts"),
    "live/worker": here("src/live/worker.ts"),
    "live/worklet": here("src/live/worklet.ts"),
  },
  outdir: here("dist"),
  bundle: true, // one request in a page, not twelve
  minify: true, // Emscripten's glue is 45 KB as it comes
  format: "esm",
  target: "es2022",
  packages: "external", // the command line uses this package, like anybody else, and audio-decode
  external: ["node:*"],
  logLevel: "warning",
  plugins: [
    {
      name: "glue",
      setup: ({ onResolve }) => onResolve({ filter: /^\.\/glue\.js$/ }, () => ({ path: linked("simd", "js") })),
    },
    {
      name: "index", // of which the other entries take no copy, so that its classes are the same everywhere
      setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/index\.js$/ }, ({ path }) => ({ path, external: true })),
    },
  ],
});
for (const variant of variants) cpSync(linked(variant, "wasm"), here(`dist/earful-${variant}.wasm`));
mkdirSync(here("dist/models"));
for (const name of models) cpSync(`${release}/${name}`, here(`dist/models/${name}`));
cpSync(here("../LICENSE"), here("dist/LICENSE"));
writeFileSync(stamp, "");
