// @ts-check
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOf, pack, repository } from "./package.js";

/**
 * Builds the package a second time and compares the tarballs. In short: both WebAssembly files are linked again from the
 * objects at hand, and everything after that is made again. In full: a copy of the repository in another folder compiles
 * everything anew, which takes as long as the first build.
 * @param {{ tarball: string, root: string }} first
 * @param {boolean} full
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkReproducible(first, full, say) {
  const web = full ? buildCopy() : buildAgain();
  const second = pack(web, "again");
  const hash = (/** @type {string} */ file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  const [one, two] = [first, second].map(({ tarball }) => hash(tarball));
  say(`${full ? "compiled anew in another folder" : "linked and packed again"}: sha-256 ${two}`);
  if (one === two) return [];
  const again = new Map(filesOf(second.root).map(({ path, read }) => [path, read()]));
  const differing = filesOf(first.root).filter(({ path, read }) => !again.get(path)?.equals(read()));
  return [
    `two builds differ: ${one}, ${two}; in ${differing.map(({ path }) => path).join(", ") || "the list of files"}`,
  ];
}

/** The package's folder, after it was linked and packed anew. */
function buildAgain() {
  for (const variant of ["simd", "relaxed"]) {
    rmSync(join(repository, `build/wasm-${variant}/wasm/earful-${variant}.js`));
    rmSync(join(repository, `build/wasm-${variant}/wasm/earful-${variant}.wasm`));
  }
  rmSync(join(repository, "web/dist/.packed"));
  execFileSync(join(repository, "web/build"), ["--quiet"], { stdio: "inherit" });
  return join(repository, "web");
}

/** The package's folder in a copy that has nothing built but the compilers and the sources of others. */
function buildCopy() {
  const copy = join(repository, "build/release/copy");
  rmSync(copy, { recursive: true, force: true });
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: repository, encoding: "utf8" }).split("\0");
  for (const file of files.filter((file) => file && existsSync(join(repository, file)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(repository, file), join(copy, file));
  }
  mkdirSync(join(copy, "build"));
  for (const part of ["build/deps", "build/emscripten", "node_modules"]) {
    symlinkSync(join(repository, part), join(copy, part));
  }
  execFileSync(join(copy, "web/build"), { stdio: "inherit" });
  return join(copy, "web");
}
