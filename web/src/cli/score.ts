#!/usr/bin/env node
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { argv, env, exit, stderr, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { EarfulError, loadScorer, modelNames, type Scorer } from "earful";
import { scoreFile } from "./clip.js";
import { HELP, type Options, readOptions } from "./options.js";
import { printable, Table } from "./table.js";

// npm runs scripts in the package's folder and tells here where the user is.
const folder = env.npm_lifecycle_event === "score" ? (env.INIT_CWD ?? ".") : ".";

stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") exit(); // the reader, `head` perhaps, has seen enough
  throw error;
});

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(argv.slice(2));
  } catch (error) {
    say(`${reason(error)}\nTry --help.`);
    return 2;
  }
  if (options.help) {
    stdout.write(HELP);
    return 0;
  }
  let scorer: Scorer;
  try {
    scorer = await load(options.model);
  } catch (error) {
    say(`--model ${options.model}: ${reason(error)}`);
    return 2;
  }
  return (await scoreAll(options, scorer)) ? 0 : 1;
}

/** Prints what each file scored; false where some could not be. */
async function scoreAll({ files, json, model }: Options, scorer: Scorer): Promise<boolean> {
  const { labels, name } = scorer.info;
  const table = new Table(files, labels);
  let good = 0;
  for (const [i, file] of files.entries()) {
    const progress = (part: number) => {
      status(`[${i + 1}/${files.length}] ${printable(file)} ${Math.floor(part * 100)} %`);
    };
    try {
      progress(0);
      const path = resolve(folder, file);
      if ((await stat(path)).isDirectory()) throw new Error("is a folder");
      const { duration, scores, windows } = await scoreFile(scorer, path, progress);
      status("");
      if (json) stdout.write(`${JSON.stringify({ file, duration, model: name, scores, windows })}\n`);
      else stdout.write((good ? "" : table.head()) + table.rows(file, { duration, scores, windows }));
      good += 1;
    } catch (error) {
      status("");
      say(`${printable(file)}: ${reason(error)}`);
      if (error instanceof EarfulError && error.code === "engine_failed") scorer = await load(model);
    }
  }
  return good === files.length;
}

function load(model: string): Promise<Scorer> {
  const bundled = modelNames.find((name) => name === model);
  return loadScorer({ model: bundled ?? pathToFileURL(resolve(folder, model)) });
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } =
    error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : (error as NodeJS.ErrnoException);
  if (code === "ENOENT") return "no such file";
  if (code === "EACCES") return "not allowed to read it";
  if (code === "ERR_MODULE_NOT_FOUND" && !error.cause) return "no decoder for this format";
  return error.message;
}

function say(text: string): void {
  stderr.write(`score: ${text}\n`);
}

// One line that is written over, for a person at a terminal.
function status(text: string): void {
  if (stderr.isTTY) stderr.write(`\r\x1b[K${text.slice(0, (stderr.columns || 80) - 1)}`);
}
