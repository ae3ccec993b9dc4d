import { parseArgs } from "node:util";
import type { ModelInfo } from "earful";
import { reason } from "./failure.js";
import { type ModelFile, readModelFile } from "./model-file.js";
import { wrap } from "./wrap.js";

/** `earful inspect`: what a model file says of itself; 1 where its self-test fails. */
export async function inspect(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [model = "cnn", ...more] = positionals;
  if (more.length > 0) throw new Error("inspect takes one model");
  const file = await readModelFile(model).catch((cause: unknown) => {
    throw new Error(`${model}: ${reason(cause)}`, { cause });
  });
  process.stdout.write(values.json ? `${JSON.stringify(file, undefined, 2)}\n` : text(file));
  return file.self_test.passed ? 0 : 1;
}

function text({ info, ...file }: ModelFile): string {
  const { type, ...sizes } = info.architecture;
  const { passed, scores, reason } = file.self_test;
  const rows: [string, string][] = [
    ["model", `${info.name} ${info.version}`],
    ["file", file.file],
    ["size", `${grouped(file.bytes)} bytes; ${grouped(file.parameters)} parameters in ${file.tensors} tensors`],
    ["sha-256", file.sha256],
    ["format", String(file.format_version)],
    ["network", `${type}: ${pairs(sizes)}`],
    ...(info.features ? [["features", frontEnd(info.features)] as [string, string]] : []),
    ["labels", info.labels.join(", ")],
    ...Object.entries(info.operating_points).map(([name, thresholds]): [string, string] => [
      `  ${name}`,
      pairs(thresholds),
    ]),
    ["languages", info.languages.join(", ")],
    ["licence", info.licence],
    ["training", info.training],
    ["self-test", passed ? `passed: ${pairs(scores ?? {})}` : `FAILED: ${reason ?? ""}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `${name.padEnd(width)}${wrap(value, 100, width)}\n`).join("");
}

function frontEnd({ sample_rate, frame_length, hop_length, filters }: ModelInfo["features"]): string {
  const ms = (samples: number) => `${(samples * 1000) / sample_rate} ms`;
  return `${filters} mel filters at ${sample_rate} Hz, ${ms(frame_length)} every ${ms(hop_length)}`;
}

/** "a 1, b 0.333" */
function pairs(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === "number" ? Number(value.toFixed(3)) : String(value)}`)
    .join(", ");
}

function grouped(number: number): string {
  return number.toLocaleString("en");
}
