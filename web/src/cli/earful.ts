#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { bench } from "./bench.js";
import { HELP } from "./help.js";
import { inspect } from "./inspect.js";
import { score } from "./score.js";

/** Each gets the arguments after its name and gives the exit status: 0, or 1 where a part of the work failed. */
const commands: Record<string, (args: string[]) => Promise<number>> = { score, inspect, bench };

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Of a reader that has seen enough, `head` perhaps, there is nothing to say.
  if (error.code !== "EPIPE") process.stderr.write(`earful: cannot write the output: ${error.message}\n`);
  process.exit(1);
});
process.stderr.on("error", () => undefined); // where it cannot be written there is nobody to tell

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`earful: ${error instanceof Error ? error.message : String(error)}\n`);
  return 2; // nothing was tried: wrong usage, or no model
});

async function main([name, ...args]: string[]): Promise<number> {
  if (name === "--version") {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  if ([name, ...beforeNames(args)].some((arg) => arg === "--help" || arg === "-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const what = name === undefined ? "no command given" : `there is no command "${name}"`;
    throw new Error(`${what}; the commands are ${Object.keys(commands).join(", ")}; see earful --help`);
  }
  return command(args);
}

/** What follows -- are names, whatever they look like. */
function beforeNames(args: string[]): string[] {
  const end = args.indexOf("--");
  return end < 0 ? args : args.slice(0, end);
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
