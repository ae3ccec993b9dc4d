import type { CoreStreamOptions } from "./bridge.js";
import { ArgumentError, given } from "./errors.js";
import type { ModelInfo } from "./model-info.js";
import { checkThresholds } from "./policy.js";
import type { StreamOptions } from "./stream.js";

/** Checks the types and fills in what is not given; ranges and names are the core's to check. */
export function readStreamOptions(
  options: unknown,
  { labels }: ModelInfo,
): { options: StreamOptions; coreOptions: CoreStreamOptions; budget: number; clock: () => number } {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError(`stream() wants { sampleRate, onEvent }, not ${given(options)}`);
  }
  const read = options as StreamOptions;
  const { budget = 0.0125, clock = now } = read;
  check("onEvent", "function", read.onEvent);
  check("clock", "function", clock);
  if (!(number("budget", budget) >= 0)) throw new ArgumentError(`budget must be 0 or more, not ${budget}`);
  const operatingPoint = read.operatingPoint ?? "balanced";
  check("operatingPoint", "string", operatingPoint);
  return {
    options: read,
    coreOptions: {
      sampleRate: number("sampleRate", read.sampleRate),
      operatingPoint,
      thresholds: thresholds(read.thresholds ?? {}, labels),
      silence: number("silence", read.silence ?? 0.3),
      minimum: number("minimum", read.minimum ?? 1),
      coolDown: number("coolDown", read.coolDown ?? 5),
    },
    budget,
    clock,
  };
}

// Per label; NaN where the operating point's is to be taken.
function thresholds(own: unknown, labels: string[]): number[] {
  const checked = checkThresholds(own, labels);
  return labels.map((label) => checked.get(label) ?? NaN);
}

function number(name: string, value: unknown): number {
  check(name, "number", value);
  return value as number;
}

function check(name: string, type: string, value: unknown): void {
  if (typeof value !== type || value === null) {
    throw new ArgumentError(`${name} must be ${/^[aeiou]/.test(type) ? "an" : "a"} ${type}, not ${given(value)}`);
  }
}

function now(): number {
  return typeof performance === "object" ? performance.now() : Date.now();
}
