import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** What the figures were measured on. */
export function describeMachine() {
  const system = Object.fromEntries(
    readFileSync("/etc/os-release", "utf8")
      .split("\n")
      .map((line) => line.split("=").map((part) => part.replaceAll('"', ""))),
  );
  return {
    cpu: cpus()[0].model,
    cores: cpus().length,
    system: system.PRETTY_NAME,
    node: process.version,
    chromium: execFileSync("chromium", ["--version"], { encoding: "utf8" }).match(/[\d.]+/)[0],
    date: new Date().toISOString().slice(0, 10),
  };
}
