import type { FlagEvent, ScoreEvent, SpeechEvent, StreamOptions, UtteranceEvent } from "../index.js";

/** The final scores of an utterance, and what ended it. */
export interface LiveUtteranceEvent extends Omit<UtteranceEvent, "cut"> {
  /** `"fault"`: the worker broke off, its audio is gone, and these are its latest interim scores. */
  cut: UtteranceEvent["cut"] | "fault";
}

/** What is told of a stream; errors go another way. Times are seconds from its first sample. */
export type LiveEvent = SpeechEvent | ScoreEvent | LiveUtteranceEvent | FlagEvent;

/** How utterances are found, scored and flagged: as `scorer.stream` takes it. */
export type StreamSettings = Pick<
  StreamOptions,
  "operatingPoint" | "thresholds" | "budget" | "silence" | "minimum" | "coolDown"
>;
