// What wasm/bridge.cpp shows. Written by hand because Emscripten's --emit-tsd knows neither the names of parameters
// nor the shape of what a function returns.
import type { ErrorCode } from "./errors.js";
import type { ClipScores, LogMel, Scores } from "./scorer.js";
import type { TextScores } from "./text-scorer.js";
import type { StreamErrorEvent, StreamEvent } from "./stream-events.js";

export interface CoreError {
  code: ErrorCode;
  message: string;
}

export type Result<T> =
  { readonly value: T; readonly error?: undefined } | { readonly value?: undefined; readonly error: CoreError };

/** A loaded model, of any kind. */
export interface CoreModel {
  selfTest(): Result<Scores>;
  /** The model file's header, JSON. */
  info(): string;
  delete(): void;
}

export interface CoreScorer extends CoreModel {
  score(address: number, sampleCount: number, sampleRate: number, withAttention: boolean): Result<ClipScores>;
  logMel(address: number, sampleCount: number, sampleRate: number): Result<LogMel>;
}

export interface CoreTextScorer extends CoreModel {
  score(text: string, withWords: boolean): Result<TextScores>;
}

export interface CoreStreamOptions {
  sampleRate: number;
  operatingPoint: string;
  /** Per label; NaN: the operating point's. */
  thresholds: number[];
  silence: number;
  minimum: number;
  coolDown: number;
}

export type CoreEvent = Exclude<StreamEvent, StreamErrorEvent> | { type: "error"; error: CoreError };

export interface CoreStream {
  push(address: number, sampleCount: number): Result<CoreEvent[]>;
  scoreSoFar(): Result<CoreEvent[]>;
  end(): Result<CoreEvent[]>;
  delete(): void;
}

export interface Bridge {
  /** Renewed when the memory grows: read it afresh for each use. */
  readonly HEAPU8: Uint8Array;
  /** 0 where no memory is left. */
  _malloc(bytes: number): number;
  _free(address: number): void;
  readonly variant: "simd" | "relaxed";
  readonly Scorer: { load(address: number, length: number): Result<CoreScorer> };
  readonly TextScorer: { load(address: number, length: number): Result<CoreTextScorer> };
  /** The scorer must outlive its streams. */
  readonly Stream: { create(scorer: CoreScorer, options: CoreStreamOptions): Result<CoreStream> };
}

export interface BridgeOptions {
  locateFile(): string;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  printErr(): void;
}

export type CreateBridge = (options: BridgeOptions) => Promise<Bridge>;
