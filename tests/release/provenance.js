// @ts-check
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { models } from "./licences.js";
import { filesOf, repository } from "./package.js";

/** Runs git in the repository.  @param {string[]} options */
const git = (...options) => spawnSync("git", ["-C", repository, ...options], { encoding: "utf8" });
export const hasHistory = String(git("rev-parse", "--is-shallow-repository").stdout).trim() === "false"; // null without git

const folded =
  readFileSync(join(repository, "models/release/folded-commits.txt"), "utf8").match(/^[0-9a-f]{40}$/gm) ?? [];

/**
 * Whether it is in the history, where there is one, or is known to have been folded into another that is.
 * @param {string} commit
 */
const isCommit = (commit) =>
  !hasHistory ||
  git("cat-file", "-e", `${commit}^{commit}`).status === 0 ||
  folded.some((known) => known.startsWith(commit));

/**
 * How each model came to be, as its own header tells it or else its card: what it was trained on, at which commit, and
 * the hashes of its corpus.
 * @param {string} root of the unpacked package
 * @param {(line: string) => void} say
 * @param {string} [folder] of the released models and their cards
 * @returns {string[]} what is wrong
 */
export function checkProvenance(root, say, folder = join(repository, "models/release")) {
  const released = models(filesOf(folder));
  const shipped = models(filesOf(root));
  const hash = (/** @type {Buffer} */ bytes) => createHash("sha256").update(bytes).digest("hex");
  const wrong = released.flatMap(({ path, bytes, name, version, training }) => {
    const card = readFileSync(join(folder, path.replace(/safetensors$/, "md")), "utf8");
    const origin = `${training}\n${card}`;
    const commits = [...origin.matchAll(/\bcommit ([0-9a-f]{7,40})\b/g)].map(([, commit = ""]) => commit);
    const corpora = [...origin.matchAll(/\b([\w.-]+) sha-?256 ([0-9a-f]{8,64})\b/gi)].map(([found]) => found);
    say(`${path}: ${name} ${version}, sha-256 ${hash(bytes)}`);
    say(`  commits: ${commits.join(", ") || "none"}`);
    say(`  corpora: ${corpora.join(", ") || "none"}`);
    return [
      [training, "says nothing of its training"],
      [commits.length, "names no commit, nor does its card"],
      [corpora.length, "names no corpus by its hash, nor does its card"],
      [commits.every(isCommit), "or its card names a commit that is none"],
    ].flatMap(([told, what]) => (told ? [] : [`${path} ${what}`]));
  });
  return [
    ...wrong,
    ...shipped
      .filter(({ bytes }) => !released.some((model) => model.bytes.equals(bytes)))
      .map(({ path }) => `${path} in the package is none of models/release`),
  ];
}
