import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export interface ScoreOptions {
  /** Files, folders, or - for standard input. */
  names: string[];
  format: "table" | "json" | "csv";
  model: string;
  /** Files scored at once. */
  jobs: number;
}

/** The meaning of `earful score`'s arguments. Throws an Error that says what is wrong with them. */
export function readScoreOptions(args: string[]): ScoreOptions {
  const { values, positionals: names } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      csv: { type: "boolean", default: false },
      model: { type: "string", default: "cnn" },
      jobs: { type: "string" },
    },
  });
  if (names.length === 0) throw new Error("no file given; see earful --help");
  if (names.filter((name) => name === "-").length > 1) throw new Error("- is given twice; there is one standard input");
  if (values.json && values.csv) throw new Error("--json and --csv exclude each other");
  const format = values.json ? "json" : values.csv ? "csv" : "table";
  return { names, format, model: values.model, jobs: count(values.jobs) };
}

function count(jobs: string | undefined): number {
  if (jobs === undefined) return availableParallelism();
  const number = Number(jobs);
  if (!/^\d+$/.test(jobs) || number < 1) throw new Error(`--jobs ${jobs}: must be a whole number from 1 on`);
  return number;
}
