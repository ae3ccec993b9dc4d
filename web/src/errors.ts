import type { CoreError, Result } from "./bridge.js";

/**
 * What went wrong, for code to branch on.
 *
 * | code | meaning |
 * |---|---|
 * | `model_invalid` | not a model file, cut short, or with a field or tensor that cannot be |
 * | `model_unsupported` | a sound model file that this version cannot run |
 * | `self_test_failed` | the model's own test gave other scores than its file promises |
 * | `audio_empty` | no samples |
 * | `audio_too_short` | less than 0.1 s |
 * | `audio_not_finite` | a sample is NaN, infinite or absurdly large |
 * | `sample_rate_out_of_range` | outside 8,000-192,000 Hz |
 * | `text_too_long` | more than 65,536 bytes of UTF-8 |
 * | `invalid_argument` | an argument of the wrong type, an option that names nothing or is out of its range |
 * | `load_failed` | a file could not be fetched, read or compiled |
 * | `integrity_failed` | a file has another hash than it must have |
 * | `wasm_unsupported` | the engine has no WebAssembly SIMD, or not the variant asked for |
 * | `aborted` | the caller's `signal` ended the loading; `cause` is its reason |
 * | `stream_ended` | the stream was used after `end()` |
 * | `disposed` | the scorer or stream was used after `dispose()`, or the monitor after it stopped |
 * | `out_of_memory` | a buffer could not be had |
 * | `engine_failed` | the WebAssembly instance stopped and cannot go on; load the scorer again |
 * | `audio_lost` | a live stream's samples did not arrive; silence stands in for them |
 * | `capture_failed` | the browser gives a live stream no audio |
 * | `worker_failed` | a live stream's worker broke off; another takes its place |
 */
export type ErrorCode =
  | "model_invalid"
  | "model_unsupported"
  | "self_test_failed"
  | "audio_empty"
  | "audio_too_short"
  | "audio_not_finite"
  | "sample_rate_out_of_range"
  | "text_too_long"
  | "invalid_argument"
  | "load_failed"
  | "integrity_failed"
  | "wasm_unsupported"
  | "aborted"
  | "stream_ended"
  | "disposed"
  | "out_of_memory"
  | "engine_failed"
  | "audio_lost"
  | "capture_failed"
  | "worker_failed";

/** Every error this package throws on purpose. */
export class EarfulError extends Error {
  override readonly name: string = "EarfulError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The model file is at fault: `model_invalid`, `model_unsupported`, `self_test_failed`. */
export class ModelError extends EarfulError {
  override readonly name = "ModelError";
}

/** The audio is at fault: `audio_empty`, `audio_too_short`, `audio_not_finite`, `sample_rate_out_of_range`. */
export class AudioError extends EarfulError {
  override readonly name = "AudioError";
}

/** The text is at fault: `text_too_long`. */
export class TextError extends EarfulError {
  override readonly name = "TextError";
}

/** A scorer could not be loaded: `load_failed`, `integrity_failed`, `wasm_unsupported`, `aborted`. */
export class LoadError extends EarfulError {
  override readonly name = "LoadError";
}

/** An argument has the wrong type, names nothing or is out of its range: `invalid_argument`. */
export class ArgumentError extends EarfulError {
  override readonly name = "ArgumentError";

  constructor(message: string) {
    super("invalid_argument", message);
  }
}

/** The scorer or stream was used after `dispose()`, or the monitor after it stopped: `disposed`. */
export class DisposedError extends EarfulError {
  override readonly name = "DisposedError";

  constructor(what = "scorer") {
    super("disposed", `the ${what} was disposed; ${what === "scorer" ? "load" : "start"} another`);
  }
}

/** The typed error for a failure that the core reports. */
export function coreError({ code, message }: CoreError): EarfulError {
  if (code === "invalid_argument") return new ArgumentError(message);
  const kinds = { model: ModelError, self: ModelError, audio: AudioError, sample: AudioError, text: TextError };
  const [part = ""] = code.split("_"); // the first, as in "audio_empty"
  return new (part in kinds ? kinds[part as keyof typeof kinds] : EarfulError)(code, message);
}

/** @throws the typed error, where the core failed. */
export function valueOf<T>(result: Result<T>): T {
  if (result.error) throw coreError(result.error);
  return result.value;
}

/**
 * @param type as `typeof` tells it
 * @throws ArgumentError `value` is of another, or null.
 */
export function check(what: string, type: string, value: unknown): void {
  if (typeof value !== type || value === null) throw wrong(what, article(type), value);
}

/** The error for `value`, which is not what is wanted. */
export function wrong(what: string, wanted: string, value: unknown): ArgumentError {
  return new ArgumentError(`${what} must be ${wanted}, not ${given(value)}`);
}

/** What a caller gave in place of what was asked for: "an Array", "a string", "undefined". */
export function given(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return article(typeof value === "object" ? tag(value) : typeof value);
}

/** An object's type. Not by instanceof: this also knows objects of another frame, and needs no global. */
export function tag(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function article(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
