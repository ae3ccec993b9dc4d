// @ts-check
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { filesOf, pack, repository } from "./package.js";

/**
 * Makes the package a second time, in another folder, and compares the tarballs: both WebAssembly files are linked again
 * from the objects at hand, and everything after that is made again. It does not compile again, which takes as long as the
 * first build.
 * @param {{ tarball: string, root: string }} first
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkReproducible(first, say) {
  const second = pack(buildAgain(), "again");
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

/** @returns {string} the package's folder */
function buildAgain() {
  const place = join(repository, "build/release/second");
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(place, "build"), { recursive: true });
  for (const part of ["core", "models", "node_modules", "build/deps", "build/emscripten"]) {
    symlinkSync(join(repository, part), join(place, part)); // read, never written
  }
  cpSync(join(repository, "LICENSE"), join(place, "LICENSE"));
  for (const variant of ["simd", "relaxed"]) linkAgain(variant, join(place, `build/wasm-${variant}/wasm`));
  const web = join(place, "web");
  cpSync(join(repository, "web"), web, {
    recursive: true,
    filter: (path) => !path.startsWith(join(repository, "web/dist")),
  });
  execFileSync(process.execPath, [join(web, "pack.js")], { stdio: "inherit" });
  return web;
}

/** @param {string} variant @param {string} folder for what is linked */
function linkAgain(variant, folder) {
  mkdirSync(folder, { recursive: true });
  const cwd = join(repository, `build/wasm-${variant}`);
  const output = `wasm/earful-${variant}.js`;
  const commands = execFileSync("ninja", ["-t", "commands", "-s", output], { cwd, encoding: "utf8" }).trim();
  const command = commands.replace(`-o ${output}`, `-o ${join(folder, `earful-${variant}.js`)}`);
  if (command === commands) throw new Error(`ninja's command does not link ${output}: ${commands}`);
  execFileSync("sh", ["-c", command], { cwd, stdio: "inherit" });
}
