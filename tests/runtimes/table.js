// @ts-check
/** The README's table of the runtimes, which the tests write and compare. */
import { readFileSync, writeFileSync } from "node:fs";
import { assert } from "chai";

/** @typedef {{ runtime: string, version: string, place: string, tests: number }} Row */

const readme = new URL("../../README.md", import.meta.url);
const [begin, end] = ["<!-- Written by tests/runtimes. -->\n", "<!-- Until here. -->\n"];

/**
 * Writes the table where WRITE_TABLE is set, else fails where the README has another.
 * @param {Row[]} rows
 */
export function compareTable(rows) {
  const lines = rows.map(({ runtime, version, place, tests }) => `| ${runtime} | ${version} | ${place} | ${tests} |`);
  const table = ["", "| runtime | version | where | tests passed |", "|---|---|---|---|", ...lines, "", ""].join("\n");
  const text = readFileSync(readme, "utf8");
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  assert.isAtLeast(to, from, "README.md has lost the marks of the table");
  if (process.env.WRITE_TABLE) writeFileSync(readme, text.slice(0, from) + table + text.slice(to));
  else assert.equal(text.slice(from, to), table, "README.md is behind: WRITE_TABLE=1 tests/run runtimes");
}
