// @ts-check
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./package.js";

/**
 * The types as every module resolution of TypeScript finds them, and package.json as Node and bundlers read it.
 * @param {{ tarball: string, root: string }} packed
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkTypes({ tarball, root }, say) {
  /** @type {{ exports: Record<string, unknown> }} */
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const files = Object.keys(exports).filter((name) => typeof exports[name] === "string" && name !== "./package.json");
  return [
    // Only ES modules: a CommonJS program imports them dynamically. Binaries and scripts to start have no types.
    ["attw", tarball, "--profile", "esm-only", "--format", "ascii", "--exclude-entrypoints", ...files],
    ["publint", "run", tarball, "--strict"],
  ].flatMap(([tool = "", ...args]) => {
    const { status, stdout, stderr } = spawnSync(join(repository, "node_modules/.bin", tool), args, {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    if (status === 0) say(`${tool}: nothing to say`);
    return status === 0 ? [] : [`${tool}:\n${stdout}${stderr}`];
  });
}
