import { readFile } from "node:fs/promises";
import { arch, availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { detectVariant, loadScorer, type Scorer, type Variant } from "earful";
import { reason } from "./failure.js";
import { modelPath } from "./model.js";

const WINDOW = 15; // seconds, the most that is scored at once
const RATE = 16000; // Hz
const LIVE = 60; // seconds of a stream
const PATIENCE = 2000; // ms for one figure
const FEWEST = 5; // times, however long they take

interface Figures {
  variant: Variant;
  /** Milliseconds until a scorer is ready. */
  load: number;
  /** Milliseconds to score 15 s at once. */
  score: number;
  /** Their ratio: processing time for a second of audio. */
  real_time_factor: number;
  /** The share of one core that a live stream of a voice that never pauses takes. */
  live: number;
}

/** `earful bench`: how fast this machine scores, on one thread. */
export async function bench(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { json: { type: "boolean", default: false }, model: { type: "string", default: "cnn" } },
  });
  const model = await readFile(modelPath(values.model)).catch((cause: unknown) => {
    throw new Error(`--model ${values.model}: ${reason(cause)}`, { cause });
  });
  const variants: Variant[] = detectVariant() === "relaxed" ? ["simd", "relaxed"] : ["simd"];
  const builds: Figures[] = [];
  for (const variant of variants) builds.push(await measure(new Uint8Array(model), variant));
  const machine = { processor: cpus()[0]?.model ?? arch(), threads: availableParallelism(), node: process.version };
  process.stdout.write(
    values.json ? `${JSON.stringify({ model: values.model, machine, builds })}\n` : text(machine, builds),
  );
  return 0;
}

async function measure(model: Uint8Array<ArrayBuffer>, variant: Variant): Promise<Figures> {
  const start = performance.now();
  const scorer = await loadScorer({ model, variant });
  const load = performance.now() - start;
  const window = voice(WINDOW);
  const times: number[] = [];
  scorer.score(window, RATE); // the engine compiles what it meets for the first time
  for (const end = performance.now() + PATIENCE; times.length < FEWEST || performance.now() < end;) {
    const before = performance.now();
    scorer.score(window, RATE);
    times.push(performance.now() - before);
  }
  const score = times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
  const live = streamShare(scorer);
  scorer.dispose();
  return { variant, load, score, real_time_factor: score / 1000 / WINDOW, live };
}

function streamShare(scorer: Scorer): number {
  const stream = scorer.stream({ sampleRate: RATE, onEvent: () => undefined });
  const chunk = RATE / 50;
  const samples = voice(LIVE);
  for (let i = 0; i < samples.length; i += chunk) stream.push(samples.subarray(i, i + chunk));
  stream.end();
  const { work, audio } = stream.cost;
  stream.dispose();
  return work / audio;
}

/** Noise in syllables, four a second, that a voice activity detector takes for speech. */
function voice(seconds: number): Float32Array<ArrayBuffer> {
  let seed = 1;
  let low = 0;
  return new Float32Array(seconds * RATE).map((_, i) => {
    seed = (seed * 48271) % 2147483647;
    low += 0.2 * (seed / 2147483647 - 0.5 - low);
    return low * Math.max(0, Math.sin((2 * Math.PI * 4 * i) / RATE));
  });
}

function text(machine: { processor: string; threads: number; node: string }, builds: Figures[]): string {
  const rows = [
    ["build", "load", "score 15 s", "real-time factor", "times real time", "a live stream"],
    ...builds.map(({ variant, load, score, real_time_factor: factor, live }) => [
      variant,
      `${load.toFixed(0)} ms`,
      `${score.toFixed(1)} ms`,
      factor.toFixed(5),
      (1 / factor).toFixed(0),
      `${(live * 100).toFixed(2)} % of a core`,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${machine.processor}, ${machine.threads} threads, Node ${machine.node}; one thread\n${lines.join("\n")}\n`;
}
