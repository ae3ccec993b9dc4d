import { ArgumentError, check, wrong } from "./errors.js";
import type { ModelDescription } from "./model-info.js";
import type { Scores } from "./scorer.js";

/** From which scores on a label counts; the same for a room's voices, its captions and its chat. */
export interface Policy {
  /** A named set of thresholds of the model. Default `"balanced"`. */
  operatingPoint?: string | undefined;
  /** Thresholds by label in place of the operating point's. Above 1: never flagged. */
  thresholds?: Scores | undefined;
}

/** A label that reached its threshold. */
export interface Flag {
  label: string;
  score: number;
  /** By name; absent where the threshold was one of `thresholds`. */
  operatingPoint?: string;
}

/**
 * The labels of a clip, an utterance, a caption or a line of chat that a policy flags, in the order of `info.labels`.
 *
 * @param info Of what gave the scores: `scorer.info`, `textScorer.info` or a `Fusion`.
 * @throws ArgumentError an unknown operating point or label, a threshold that is no number; a label's score is missing, or
 * no number from 0 to 1.
 */
export function judge(
  scores: Scores,
  info: Pick<ModelDescription, "labels" | "operating_points">,
  policy: Policy = {},
): Flag[] {
  check("policy", "object", policy);
  const { operatingPoint = "balanced", thresholds = {} } = policy;
  checkInfo("info", info);
  const named = new Map(Object.entries(info.operating_points)).get(operatingPoint);
  if (!named) {
    const names = Object.keys(info.operating_points).join(", ");
    throw new ArgumentError(`the model has no operating point ${operatingPoint}, but ${names}`);
  }
  const own = checkThresholds(thresholds, info.labels);
  check("scores", "object", scores);
  const point = new Map(Object.entries(named));
  return info.labels.flatMap((label): Flag[] => {
    const score = scoreOf(scores, label, "scores");
    const threshold = own.get(label);
    if (threshold !== undefined) return score >= threshold ? [{ label, score }] : [];
    return score >= (point.get(label) ?? Infinity) ? [{ label, score, operatingPoint }] : [];
  });
}

/** @throws ArgumentError */
export function checkInfo(whose: string, info: Pick<ModelDescription, "labels" | "operating_points">): void {
  check(whose, "object", info);
  check(`${whose}.labels`, "object", info.labels);
  check(`${whose}.operating_points`, "object", info.operating_points);
}

/** @throws ArgumentError it is missing, or no number from 0 to 1. */
export function scoreOf(scores: Scores, label: string, whose: string): number {
  const score: unknown = scores[label];
  if (typeof score === "number" && score >= 0 && score <= 1) return score;
  throw wrong(`${whose}.${label}`, "a score from 0 to 1", score);
}

/**
 * By label; a map, as a label may be called like what every object has.
 * @throws ArgumentError
 */
export function checkThresholds(thresholds: unknown, labels: readonly string[]): Map<string, number> {
  check("thresholds", "object", thresholds);
  for (const [label, threshold] of Object.entries(thresholds as Record<string, unknown>)) {
    if (!labels.includes(label)) throw new ArgumentError(`thresholds: the model has no label ${label}`);
    check(`thresholds.${label}`, "number", threshold);
    if (Number.isNaN(threshold)) throw new ArgumentError(`thresholds.${label} is NaN`);
  }
  return new Map(Object.entries(thresholds as Scores));
}
