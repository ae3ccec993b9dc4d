import type { EarfulError } from "./errors.js";
import type { Flag } from "./policy.js";
import type { Scores } from "./scorer.js";

/** A voice was heard from `time` on, or has paused since `time`. */
export interface SpeechEvent {
  type: "speech";
  state: "started" | "ended";
  time: number;
}

/** The utterance that is being spoken has these scores so far. */
export interface ScoreEvent {
  type: "score";
  start: number;
  end: number;
  scores: Scores;
}

/** A stretch of an utterance that weighed much in a label's score: what the model attended to, not proof. */
export interface Reason {
  label: string;
  start: number;
  end: number;
  /** Its share of all attention over the utterance, 0-1. */
  weight: number;
}

/** An utterance ended: its scores are those of `scorer.score` on its samples. */
export interface UtteranceEvent {
  type: "utterance";
  start: number;
  end: number;
  scores: Scores;
  /** Of the labels that reached their thresholds; empty where none did. */
  reasons: Reason[];
  /** Why it ended: the voice paused, it reached 15 s and goes on as the next one, or the stream ended. */
  cut: "silence" | "length" | "end";
}

/** A label reached its threshold: an outburst began. One outburst is one flag. */
export interface FlagEvent extends Flag {
  type: "flag";
  /** The stretch that was scored. */
  start: number;
  end: number;
}

/** Something was wrong with the audio; the stream goes on. */
export interface StreamErrorEvent {
  type: "error";
  error: EarfulError;
}

/** What a stream tells. Times are seconds from its first sample. */
export type StreamEvent = SpeechEvent | ScoreEvent | UtteranceEvent | FlagEvent | StreamErrorEvent;
