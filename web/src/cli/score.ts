import { csvHead, csvLine } from "./csv.js";
import { reason } from "./failure.js";
import { findInputs } from "./inputs.js";
import { type Outcome, scoreOnThreads } from "./pool.js";
import { Progress } from "./progress.js";
import { readScoreOptions, type ScoreOptions } from "./score-options.js";
import { printable, Table } from "./table.js";

/** `earful score`: prints what each file scored, in the order of the command line, as soon as it is known. */
export async function score(args: string[]): Promise<number> {
  const options = readScoreOptions(args);
  const inputs = await findInputs(options.names);
  const files = inputs.filter(({ failure }) => failure === undefined).map(({ name }) => name);
  const progress = new Progress(files);
  let failures = 0;
  const fail = (name: string, why: string) => {
    progress.clear();
    process.stderr.write(`earful: ${printable(name)}: ${why}\n`);
    failures += 1;
  };
  for (const { name, failure } of inputs) if (failure !== undefined) fail(name, reason(failure));

  const outcomes: (Outcome | undefined)[] = [];
  let told = 0;
  let print: Print = () => "";
  await scoreOnThreads(files, options.model, options.jobs, {
    onModel(model) {
      print = printer(options.format, files, model);
    },
    onProgress: (index, part) => progress.update(index, part),
    onDone(index, outcome) {
      outcomes[index] = outcome;
      progress.finish(index);
      for (let next = outcomes[told]; next; next = outcomes[++told]) {
        const name = files[told] ?? "";
        if (next.clip) {
          progress.clear();
          process.stdout.write(print(name, next.clip));
        } else {
          fail(name, next.failure);
        }
      }
    },
  });
  progress.clear();
  return failures > 0 ? 1 : 0;
}

type Clip = NonNullable<Outcome["clip"]>;
type Print = (file: string, clip: Clip) => string;

function printer(
  format: ScoreOptions["format"],
  files: string[],
  model: { name: string; labels: readonly string[] },
): Print {
  if (format === "json") {
    return (file, { duration, scores, windows }) =>
      `${JSON.stringify({ file, duration, model: model.name, scores, windows })}\n`;
  }
  if (format === "csv") {
    return headed(csvHead(model.labels), (file, clip) => csvLine(file, clip, model.name));
  }
  const table = new Table(files, model.labels);
  return headed(table.head(), (file, clip) => table.rows(file, clip));
}

/** Prints the head before the first file. */
function headed(head: string, print: Print): Print {
  let first = head;
  return (file, clip) => {
    const lines = first + print(file, clip);
    first = "";
    return lines;
  };
}
