// @ts-check
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { filesOf, pack, repository } from "./package.js";

/**
 * Makes the package a second time and compares the tarballs: both WebAssembly files are linked again from the objects at
 * hand, and everything after that is made again. It does not compile again, which takes as long as the first build.
 * @param {{ tarball: string, root: string }} first
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkReproducible(first, say) {
  buildAgain();
  const second = pack(undefined, "again");
  const hash = (/** @type {string} */ file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  const [one, two] = [first, second].map(({ tarball }) => hash(tarball));
  say(`linked and packed again: sha-256 ${two}`);
  if (one === two) return [];
  const again = new Map(filesOf(second.root).map(({ path, read }) => [path, read()]));
  const differing = filesOf(first.root).filter(({ path, read }) => !again.get(path)?.equals(read()));
  return [
    `two builds differ: ${one}, ${two}; in ${differing.map(({ path }) => path).join(", ") || "the list of files"}`,
  ];
}

function buildAgain() {
  for (const variant of ["simd", "relaxed"]) {
    rmSync(join(repository, `build/wasm-${variant}/wasm/earful-${variant}.js`));
    rmSync(join(repository, `build/wasm-${variant}/wasm/earful-${variant}.wasm`));
  }
  rmSync(join(repository, "web/dist/.packed"));
  execFileSync(join(repository, "web/build"), ["--quiet"], { stdio: "inherit" });
}
