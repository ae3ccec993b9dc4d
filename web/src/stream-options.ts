import type { CoreStreamOptions } from "./bridge.js";
import { ArgumentError, check } from "./errors.js";
import type { ModelInfo } from "./model-info.js";
import { checkThresholds } from "./policy.js";
import type { StreamOptions } from "./stream.js";

/** Checks the types and fills in what is not given; ranges and names are the core's to check. */
export function readStreamOptions(
  options: unknown,
  { labels }: ModelInfo,
): { options: StreamOptions; coreOptions: CoreStreamOptions; budget: number; clock: () => number } {
  check("options", "object", options);
  const read = options as StreamOptions;
  const number = (name: "sampleRate" | "budget" | "silence" | "minimum" | "coolDown", unlessGiven?: number) => {
    const value: unknown = read[name] ?? unlessGiven;
    check(name, "number", value);
    return value as number;
  };
  const { clock = now } = read;
  const budget = number("budget", 0.0125);
  check("onEvent", "function", read.onEvent);
  check("clock", "function", clock);
  if (!(budget >= 0)) throw new ArgumentError(`budget must be 0 or more, not ${budget}`);
  const operatingPoint = read.operatingPoint ?? "balanced";
  check("operatingPoint", "string", operatingPoint);
  return {
    options: read,
    coreOptions: {
      sampleRate: number("sampleRate"),
      operatingPoint,
      thresholds: thresholds(read.thresholds ?? {}, labels),
      silence: number("silence", 0.3),
      minimum: number("minimum", 1),
      coolDown: number("coolDown", 5),
    },
    budget,
    clock,
  };
}

// Per label; NaN where the operating point's is to be taken.
function thresholds(own: unknown, labels: readonly string[]): number[] {
  const checked = checkThresholds(own, labels);
  return labels.map((label) => checked.get(label) ?? NaN);
}

function now(): number {
  return typeof performance === "object" ? performance.now() : Date.now();
}
