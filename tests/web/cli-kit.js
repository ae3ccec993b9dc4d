// @ts-check
/** The command line, run as a person runs it, in a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { assert } from "chai";
import { readSafetensors } from "./safetensors.js";

/** @typedef {import("earful").ClipScores & { file: string, model: string }} Line */

export const cli = fileURLToPath(new URL("../../web/dist/cli/earful.js", import.meta.url));
export const repository = fileURLToPath(new URL("../..", import.meta.url));
export const smallModel = join(repository, "tests/vectors/model_average.safetensors");
export const audio = (/** @type {string} */ name) => fileURLToPath(new URL(`audio/${name}`, import.meta.url));

/** A second of speech at 16 kHz. */
export const second = /** @type {Float32Array} */ (
  readSafetensors(readFileSync(join(repository, "tests/vectors/clips.safetensors"))).tensors.get("second")
);

export const folder = mkdtempSync(join(tmpdir(), "earful-cli-"));
after(() => rmSync(folder, { recursive: true }));

/**
 * Writes a file into the folder that the commands run in.
 * @param {string} name
 * @param {string | Uint8Array} content
 */
export function put(name, content) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  return name;
}

/** @param {...string} args */
export function earful(...args) {
  return earfulWith({}, ...args);
}

/** @param {...string} args */
export function score(...args) {
  return earful("score", ...args);
}

/**
 * With standard input or other variables of the environment.
 * @param {{ input?: Uint8Array, env?: Record<string, string> }} more
 * @param {...string} args
 */
export function earfulWith({ input, env }, ...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, ...env },
    ...(input && { input }),
  });
  return { stdout, stderr, status };
}

/**
 * What `score --json` prints where all goes well.
 * @param {...string} args
 */
export function lines(...args) {
  const result = score("--json", ...args);
  assert.deepEqual({ stderr: result.stderr, status: result.status }, { stderr: "", status: 0 });
  return parse(result.stdout);
}

/** @param {string} stdout of `score --json` */
export function parse(stdout) {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => /** @type {Line} */ (JSON.parse(line)));
}
