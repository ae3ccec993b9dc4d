// @ts-check
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A user's project: earful, its decoders and the model packages are installed, and there are some files of audio. */
export function makeProject() {
  const project = mkdtempSync(join(tmpdir(), "earful-docs-"));
  const modules = join(project, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  execFileSync(process.execPath, [
    join(repository, "models/packages/make.js"),
    join(repository, "models/release"),
    modules,
  ]);
  symlinkSync(join(repository, "web"), join(modules, "earful"));
  const { bin } = JSON.parse(readFileSync(join(repository, "web/package.json"), "utf8"));
  symlinkSync(join(repository, "web", bin.earful), join(modules, ".bin/earful"));
  mkdirSync(join(project, "calls"));
  const audio = {
    "speech.mp3": "call.mp3",
    "speech.m4a": "call.m4a",
    "speech.ogg": "talk.ogg",
    "speech.opus": "calls/a.opus",
  };
  for (const [name, as] of Object.entries(audio)) {
    copyFileSync(join(repository, "tests/web/audio", name), join(project, as));
  }
  return { project, remove: () => rmSync(project, { recursive: true }) };
}
