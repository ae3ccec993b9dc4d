// @ts-check
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf, repository } from "./package.js";

/** The library targets of core/third_party, and the names in the notices of what goes into each. */
/** @type {Record<string, string[]>} */
const inTarget = {
  XNNPACK: ["xnnpack", "fp16", "fxdiv"],
  pthreadpool: ["pthreadpool", "fxdiv"],
  kissfft: ["kissfft"],
  speexdsp_resampler: ["speexdsp"],
  opus_vad: ["opus"],
  yyjson: ["yyjson"],
  earful_core: ["eigen3"], // headers alone
};
const runtime = ["Emscripten", "LLVM", "musl", "dlmalloc"];

/**
 * Every library that is linked into the WebAssembly files must be in the notices, and every package that the JavaScript
 * needs must be one that the user installs.
 * @param {string} root of the unpacked package
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkLicences(root, say) {
  const files = filesOf(root);
  const notices =
    files
      .find(({ path }) => path === "dist/THIRD_PARTY_NOTICES")
      ?.read()
      .toString() ?? "";
  const noticed = [...notices.matchAll(/^-{76}\n(\S+).*: .*\n-{76}\n\n(?=\S|\s+\S)/gm)].map(([, name]) => name ?? "");
  say(`third-party notices: ${noticed.join(", ")}`);
  const { license, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  say(`the package: ${license}, dependencies: ${Object.keys(dependencies ?? {}).join(", ") || "none"}`);
  return [
    ...["simd", "relaxed"].flatMap(linkedLibraries).flatMap((library) => {
      const names = inTarget[library];
      if (!names)
        return [`${library} is linked into the WebAssembly files; tests/release/licences.js does not know it`];
      return names.filter((name) => !noticed.includes(name)).map((name) => `the notices lack ${name}`);
    }),
    ...runtime.filter((name) => !noticed.includes(name)).map((name) => `the notices lack ${name}`),
    ...(files.some(({ path }) => path === "dist/LICENSE") ? [] : ["the package lacks its own licence"]),
    ...models(files)
      .filter(({ licence }) => !licence)
      .map(({ path }) => `${path} names no licence`),
    ...bundledPackages(files).map((name) => `${name} is bundled; its licence must be in the notices`),
  ];
}

/** @param {string} variant */
function linkedLibraries(variant) {
  const build = join(repository, `build/wasm-${variant}`);
  const query = execFileSync("ninja", ["-C", build, "-t", "query", `wasm/earful-${variant}.js`], { encoding: "utf8" });
  const libraries = [...query.matchAll(/^ +\| .*\/lib(\w+)\.a$/gm)].map(([, name]) => name ?? "");
  if (libraries.length === 0) throw new Error(`ninja names no library of ${variant}`);
  return libraries;
}

/** @param {ReturnType<typeof filesOf>} files */
export function models(files) {
  return files
    .filter(({ path }) => path.endsWith(".safetensors"))
    .map(({ path, read }) => {
      const bytes = read();
      const header = JSON.parse(bytes.toString("utf8", 8, 8 + Number(bytes.readBigUInt64LE(0))));
      const { licence, training, name, version } = JSON.parse(header.__metadata__.earful);
      return { path, bytes, licence, training, name, version };
    });
}

/** Licence comments that esbuild would keep, and paths that only other packages have. @param {ReturnType<typeof filesOf>} files */
function bundledPackages(files) {
  return files
    .filter(({ path }) => path.endsWith(".js"))
    .flatMap(({ path, read }) =>
      [
        ...read()
          .toString()
          .matchAll(/node_modules\/(?:@[\w-]+\/)?[\w-]+|\/\*![^]*?\*\//g),
      ].map(([found]) => `${path}: ${found}`),
    );
}
