import { check, given, ModelError, wrong } from "./errors.js";
import type { ModelDescription } from "./model-info.js";
import { checkInfo, scoreOf } from "./policy.js";
import type { Scores } from "./scorer.js";

/** How the scores of two models become one: fitted on validation speech and its captions. A model package exports some. */
export interface FusionWeights {
  /** The model that hears. */
  voice: { name: string; version: string };
  /** The model that reads. */
  text: { name: string; version: string };
  /** By label: score = sigmoid(voice x log-odds of the voice's score + text x log-odds of the caption's + bias). */
  weights: Record<string, { voice: number; text: number; bias: number }>;
  /** Thresholds of the fused scores. */
  operating_points: Record<string, Record<string, number>>;
}

const LEAST = 1e-6; // scores nearer to 0 or 1 count as this near: log-odds have no end

/**
 * Makes one score of an utterance's and its caption's, label by label: late fusion. It holds no WebAssembly, and the
 * scores may come from anywhere: a worker, another page.
 */
export class Fusion {
  /** The labels of either model. */
  readonly labels: string[];
  /** Of fused scores, for `judge`. A label of one model alone keeps that model's. */
  readonly operating_points: Record<string, Record<string, number>>;
  readonly #weights: FusionWeights["weights"];

  /**
   * @param fusions As the text model's package exports them.
   * @param voice `scorer.info`.
   * @param text `textScorer.info`.
   * @throws ArgumentError no array, or no `info`.
   * @throws ModelError `model_invalid`: not such weights; `model_unsupported`: none for this pair of models.
   */
  constructor(fusions: readonly FusionWeights[], voice: ModelDescription, text: ModelDescription) {
    const isList: boolean = Array.isArray(fusions); // which leaves the type as it is
    if (!isList) throw wrong("fusions", "an array", fusions);
    checkInfo("voice", voice);
    checkInfo("text", text);
    for (const one of fusions) checkPair(one);
    const found = fusions.find((one) => same(one.voice, voice) && same(one.text, text));
    if (!found) {
      const pairs = fusions.map((one) => `${told(one.voice)} with ${told(one.text)}`).join(", ") || "none";
      throw new ModelError("model_unsupported", `no fusion for ${told(voice)} with ${told(text)}; there is: ${pairs}`);
    }
    checkWeights(found, voice, text);
    this.#weights = found.weights;
    this.labels = [...new Set([...voice.labels, ...text.labels])];
    this.operating_points = Object.fromEntries(
      Object.keys(found.operating_points).map((name) => [
        name,
        { ...text.operating_points[name], ...voice.operating_points[name], ...found.operating_points[name] },
      ]),
    );
  }

  /**
   * The fused score of each label that both models have, and the scores of the others as they are. Of a caption without
   * a word that its model knows, all of whose scores are 0, nothing is taken: the voice's scores stand. These are not
   * fused, and the voice's `info` says which are flagged.
   *
   * @param voice Of an utterance.
   * @param text Of its caption.
   * @throws ArgumentError a score of a label with weights is missing, or no number from 0 to 1.
   */
  fuse(voice: Scores, text: Scores): Scores {
    check("voice", "object", voice);
    check("text", "object", text);
    const silent = Object.values(text).every((score) => score === 0);
    const fused = Object.entries(this.#weights).map(([label, weights]): [string, number] => {
      const heard = scoreOf(voice, label, "voice");
      const read = scoreOf(text, label, "text");
      const odds = weights.voice * logOdds(heard) + weights.text * logOdds(read) + weights.bias;
      return [label, silent ? heard : 1 / (1 + Math.exp(-odds))];
    });
    return { ...text, ...voice, ...Object.fromEntries(fused) };
  }
}

function logOdds(score: number): number {
  const inside = Math.min(Math.max(score, LEAST), 1 - LEAST);
  return Math.log(inside / (1 - inside));
}

/** @throws ModelError */
function checkPair(fusion: unknown): void {
  const pair = new Map(entries("each", fusion));
  for (const whose of ["voice", "text"]) {
    const model = new Map(entries(whose, pair.get(whose)));
    for (const part of ["name", "version"]) {
      if (typeof model.get(part) !== "string") throw invalid(`${whose}.${part} is no string`);
    }
  }
}

/** @throws ModelError */
function checkWeights({ weights, operating_points: points }: FusionWeights, ...models: ModelDescription[]): void {
  const named = entries("operating_points", points);
  for (const [label, of] of entries("weights", weights)) {
    if (!models.every(({ labels }) => labels.includes(label))) {
      throw invalid(`weights for ${label}, which not both models have`);
    }
    const numbers = new Map(entries(label, of));
    for (const name of ["voice", "text", "bias"]) {
      if (!Number.isFinite(numbers.get(name))) throw invalid(`${label}.${name} is no number`);
    }
    for (const [name, thresholds] of named) {
      if (!Number.isFinite(new Map(entries(name, thresholds)).get(label))) {
        throw invalid(`${name} has no threshold for ${label}`);
      }
    }
  }
}

function entries(name: string, value: unknown): [string, unknown][] {
  if (typeof value === "object" && value !== null) return Object.entries(value);
  throw invalid(`${name} must be an object, not ${given(value)}`);
}

function invalid(problem: string): ModelError {
  return new ModelError("model_invalid", `the fusion: ${problem}`);
}

type Named = FusionWeights["voice"];

function same(one: Named, other: Named): boolean {
  return one.name === other.name && one.version === other.version;
}

function told({ name, version }: Named): string {
  return `${name} ${version}`;
}
