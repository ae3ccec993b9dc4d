// @ts-check
/** A fixture on its way: laid out in build/bundlers, built, served. */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { clip, sampleRate } from "../packed/vector.js";
import { wav } from "../web/wav.js";

const project = new URL("../../build/bundlers/", import.meta.url);

/**
 * The pages that all share, the fixture's own files, and a clip to score.
 * @param {string} name
 * @param {string} [files] the folder of what is served as it is
 */
export function lay(name, files = "") {
  const folder = new URL(`${name}/`, project);
  rmSync(folder, { recursive: true, force: true });
  cpSync(new URL("page/", import.meta.url), folder, { recursive: true });
  const own = new URL(`${name}/`, import.meta.url);
  if (existsSync(own)) cpSync(own, folder, { recursive: true });
  mkdirSync(new URL(files, folder), { recursive: true });
  writeFileSync(new URL(`${files}clip.wav`, folder), wav([clip], sampleRate));
  return folder;
}

/**
 * @param {URL} folder
 * @param {string} script of Node's, in that folder
 * @param {string[]} args
 */
export function build(folder, script, ...args) {
  execFileSync(process.execPath, [script, ...args], options(folder));
}

/** Puts the pages beside the scripts, where the bundler leaves that to its user.  @param {URL} folder */
export function finish(folder) {
  for (const page of ["index.html", "live.html"]) cpSync(new URL(page, folder), new URL(`dist/${page}`, folder));
}

/**
 * Starts a server that says where it listens.
 * @param {URL} folder
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<{ site: string, stop: () => void }>}
 */
export async function start(folder, script, ...args) {
  const server = spawn(process.execPath, [script, ...args], options(folder));
  let said = "";
  return new Promise((resolve, reject) => {
    server.stdout.on("data", (piece) => {
      const site = /http:\/\/localhost:\d+/.exec((said += String(piece)))?.[0];
      if (site) resolve({ site, stop: () => server.kill() });
    });
    server.on("exit", () => reject(new Error(`${script} ${args.join(" ")} ended: ${said}`)));
  });
}

/** @param {URL} folder */
function options(folder) {
  const env = { ...process.env, NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1" };
  return {
    cwd: fileURLToPath(folder),
    env,
    stdio: /** @type {["ignore", "pipe", "inherit"]} */ (["ignore", "pipe", "inherit"]),
  };
}
