// @ts-check
import { readFileSync } from "node:fs";

/**
 * A code block of a document: what stands behind its opening fence ("js browser") and what is in it.
 * @typedef {{ line: number, kind: string, code: string }} Block
 */

/**
 * @param {string} path in the repository
 * @returns {Block[]}
 */
export function blocksOf(path) {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  return [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(({ index, 1: kind = "", 2: code = "" }) => ({
    line: text.slice(0, index).split("\n").length,
    kind: kind.trim(),
    code,
  }));
}

/**
 * Lines of code that no fence marks, and which no test would see: indented, after an empty line.
 * @param {string} path in the repository
 */
export function unmarked(path) {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8").replace(/^```.*?^```$/gms, "");
  return [...text.matchAll(/\n\n {4}(\S.*)/g)].map(([, code]) => code ?? "");
}
