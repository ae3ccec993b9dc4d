// @ts-check
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { filesOf, pack, repository } from "./package.js";

/**
 * Makes the package a second time, from a copy of the sources in another folder, and compares the tarballs. Of what is at
 * hand only the compiler and the sources of the dependencies are used.
 * @param {{ tarball: string, root: string }} first
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkReproducible(first, say) {
  const second = pack(buildAgain(), "again");
  const hash = (/** @type {string} */ file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  const [one, two] = [first, second].map(({ tarball }) => hash(tarball));
  say(`built again: sha-256 ${two}`);
  if (one === two) return [];
  const again = new Map(filesOf(second.root).map(({ path, read }) => [path, read()]));
  const differing = filesOf(first.root).filter(({ path, read }) => !again.get(path)?.equals(read()));
  return [
    `two builds differ: ${one}, ${two}; in ${differing.map(({ path }) => path).join(", ") || "the list of files"}`,
  ];
}

/** @returns {string} the package's folder */
function buildAgain() {
  const place = join(repository, "build/release/second");
  rmSync(place, { recursive: true, force: true });
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const sources = execFileSync("git", list, { cwd: repository, encoding: "utf8" }).split("\0");
  for (const path of sources.filter((path) => path && existsSync(join(repository, path)))) {
    cpSync(join(repository, path), join(place, path));
  }
  mkdirSync(join(place, "build"));
  for (const tool of ["node_modules", "build/deps", "build/emscripten"]) {
    symlinkSync(join(repository, tool), join(place, tool)); // read, never written
  }
  for (const preset of ["wasm-simd", "wasm-relaxed"]) {
    const cmake = (/** @type {string[]} */ ...args) =>
      execFileSync("cmake", args, { cwd: place, stdio: ["ignore", "ignore", "inherit"] });
    cmake("--preset", preset);
    cmake("--build", "--preset", preset, "--target", "earful");
  }
  execFileSync(process.execPath, [join(place, "web/pack.js")], { stdio: "inherit" });
  return join(place, "web");
}
