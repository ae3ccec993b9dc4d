// @ts-check
import { createHash } from "node:crypto";
import { join } from "node:path";
import { models } from "./licences.js";
import { filesOf, repository } from "./package.js";

/**
 * How each model came to be, as its own header tells it. A model must tell what it was trained on; that an older one
 * names neither the commit nor the corpus by its hash is reported, since nothing can supply it afterwards.
 * @param {string} root of the unpacked package
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkProvenance(root, say) {
  const released = models(filesOf(join(repository, "models/release")));
  const shipped = models(filesOf(root));
  const hash = (/** @type {Buffer} */ bytes) => createHash("sha256").update(bytes).digest("hex");
  for (const { path, bytes, name, version, training } of released) {
    const commit = /\bcommit ([0-9a-f]{7,40})\b/.exec(training)?.[1];
    const corpora = [...training.matchAll(/\b([\w.-]+) sha-?256 ([0-9a-f]{8,64})\b/gi)].map(([found]) => found);
    say(`${path}: ${name} ${version}, sha-256 ${hash(bytes)}`);
    say(`  training commit: ${commit ?? "NOT RECORDED in the file"}`);
    say(`  corpus hashes: ${corpora.join(", ") || "NOT RECORDED in the file"}`);
  }
  return [
    ...released.filter(({ training }) => !training).map(({ path }) => `${path} says nothing of its training`),
    ...shipped
      .filter(({ bytes }) => !released.some((model) => model.bytes.equals(bytes)))
      .map(({ path }) => `${path} in the package is none of models/release`),
  ];
}
