/// <reference lib="esnext.disposable" preserve="true" />
export type { Progress } from "./download.js";
export {
  ArgumentError,
  AudioError,
  DisposedError,
  EarfulError,
  LoadError,
  ModelError,
  TextError,
  type ErrorCode,
} from "./errors.js";
export { Fusion, type FusionWeights } from "./fusion.js";
export { loadScorer, type LoadOptions } from "./load-scorer.js";
export { loadTextScorer, type TextLoadOptions } from "./load-text-scorer.js";
export type { ModelDescription, ModelInfo } from "./model-info.js";
export { modelNames, type ModelName } from "./model-source.js";
export type { FileOptions } from "./package-files.js";
export { judge, type Flag, type Policy } from "./policy.js";
export type { ClipScores, LogMel, ScoreOptions, Scorer, Scores, WindowScores } from "./scorer.js";
export type { Bytes, RemoteFile, Source } from "./source.js";
export type {
  FlagEvent,
  Reason,
  ScoreEvent,
  SpeechEvent,
  StreamErrorEvent,
  StreamEvent,
  UtteranceEvent,
} from "./stream-events.js";
export type { Stream, StreamCost, StreamOptions } from "./stream.js";
export type { TextScoreOptions, TextScorer, TextScores, TextStretch, WordWeights } from "./text-scorer.js";
export { detectVariant, type Variant } from "./variant.js";

/** For earful/live, which takes no copy of them. @internal */
export { checkOptions } from "./download.js";
/** @internal */
export { fetchFile, locateModel } from "./model-source.js";
/** @internal */
export { absolute, locate } from "./package-files.js";
/** @internal */
export { locateBinary } from "./wasm-source.js";
