import type { EarfulError, Scores } from "../index.js";

/** A voice was noticed, or has been silent for a while. Times are seconds on the stream's clock. */
export interface SpeechEvent {
  type: "speech";
  state: "started" | "ended";
  time: number;
}

/** Scores of an utterance so far. */
export interface ScoreEvent {
  type: "score";
  start: number;
  end: number;
  scores: Scores;
}

/** A span that carried a label's score. */
export interface Reason {
  label: string;
  start: number;
  end: number;
  weight: number;
}

/** The final scores of an utterance. */
export interface UtteranceEvent {
  type: "utterance";
  start: number;
  end: number;
  scores: Scores;
  reasons: Reason[];
  /** What ended it. `"fault"`: the worker broke off, and these are its last interim scores. */
  cut: "silence" | "length" | "end" | "fault";
}

/** A label's score reached its threshold; told once for an outburst. */
export interface FlagEvent {
  type: "flag";
  label: string;
  score: number;
  operatingPoint: string;
  start: number;
  end: number;
}

/** What is told of a stream. */
export type LiveEvent = SpeechEvent | ScoreEvent | UtteranceEvent | FlagEvent;

export type StreamEvent = LiveEvent | { type: "error"; error: EarfulError };

/** The part of a scorer's stream that is used here. */
export interface Stream {
  push(samples: Float32Array): void;
  end(): void;
  dispose(): void;
}

/** How utterances are found, scored and flagged. */
export interface StreamSettings {
  /** A named set of thresholds of the model file: `"strict"`, `"balanced"`, `"lenient"`. Default `"balanced"`. */
  operatingPoint?: string | undefined;
  /** Thresholds by label in place of the operating point's. */
  thresholds?: Record<string, number> | undefined;
  /** The share of one core that interim scores may take. */
  budget?: number | undefined;
}

/** The part of a scorer that is used here. */
export interface Streaming {
  stream(options: StreamSettings & { sampleRate: number; onEvent: (event: StreamEvent) => void }): Stream;
}
