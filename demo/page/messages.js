// @ts-check
/** What went wrong, in words that say what to do. */
import { DecodeError } from "./clip.js";
import { ScoringError } from "./scoring-worker.js";

/** @type {Record<string, string>} by `ErrorCode` of the package */
const scoringMessages = {
  audio_empty: "There is no sound in this clip. Try another one.",
  audio_too_short: "This clip is too short to score: the model needs at least a tenth of a second.",
  audio_not_finite: "This clip holds values that are no sound. It may be damaged; try another one.",
  wasm_unsupported:
    "This browser is too old for the model: it needs WebAssembly with SIMD (Chrome 93, Firefox 92, Safari 16.4 or newer).",
  load_failed: "The model could not be loaded. Check that the server still runs, then try again.",
  integrity_failed: "The model file on this server is another one than its list says, so it was not used.",
  out_of_memory: "There is not enough memory for this clip. Close other tabs or try a shorter one.",
  engine_failed: "The model stopped working. Load it again to go on.",
  model_invalid: "The model file on this server is damaged, so nothing can be scored.",
  model_unsupported: "The model file on this server needs a newer version of earful.",
};

/** @type {Record<string, string>} by DOMException name, from getUserMedia and MediaRecorder */
const microphoneMessages = {
  NotAllowedError: "The browser was not allowed to use the microphone. Allow it in the address bar, then record again.",
  NotFoundError: "No microphone was found. Plug one in, or choose a file instead.",
  NotReadableError: "The microphone is in use by another program, or it broke off. Free it, then record again.",
  NotSupportedError: "This page may not use the microphone here. Open it as http://localhost or over https.",
};

/**
 * Whether loading the model anew may mend it.
 * @param {unknown} error
 */
export function reloadHelps(error) {
  return error instanceof ScoringError && ["load_failed", "engine_failed", "out_of_memory"].includes(error.code);
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function messageFor(error) {
  if (error instanceof DecodeError) {
    return `“${error.clip}” could not be read as audio. Try a wav, mp3, m4a, ogg or flac file.`;
  }
  if (error instanceof ScoringError) {
    return scoringMessages[error.code] ?? `The clip could not be scored: ${error.message}.`;
  }
  if (error instanceof DOMException && error.name in microphoneMessages) return microphoneMessages[error.name] ?? "";
  return `Something went wrong: ${error instanceof Error ? error.message : String(error)}`;
}
