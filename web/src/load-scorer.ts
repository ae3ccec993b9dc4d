import { checkAborted, checkOptions, type DownloadOptions } from "./download.js";
import type { Engine } from "./engine.js";
import { type ModelName, readModel } from "./model-source.js";
import { Scorer } from "./scorer.js";
import type { FileOptions } from "./package-files.js";
import type { Source } from "./source.js";
import type { Variant } from "./variant.js";
import { startEngine } from "./wasm-source.js";

/** What every loader takes beside the model. */
export interface EngineOptions extends FileOptions {
  /**
   * The WebAssembly binary, where the package's own file cannot be reached by URL or is served from elsewhere. A
   * `WebAssembly.Module` is what edge workers need; scorers that get the same module or URL share its memory.
   */
  wasm?: Source | WebAssembly.Module | undefined;
  /** The build to take in place of the fastest that runs here. Not used where `wasm` is given. */
  variant?: Variant | undefined;
  /** Ends the loading. */
  signal?: AbortSignal | undefined;
  /** Called as the model file arrives, in bytes. Not called for bytes in memory. */
  onProgress?: DownloadOptions["onProgress"];
}

export interface LoadOptions extends EngineOptions {
  /** A model's name, what a model package exports, or where a model file comes from. Default `"cnn"`. */
  model?: ModelName | Source | undefined;
}

/**
 * Loads a model.
 *
 * @throws LoadError `load_failed`: a file cannot be fetched, read or compiled; `integrity_failed`; `wasm_unsupported`: no WebAssembly SIMD
 * here; `aborted`: by the signal, whose reason is the error's `cause`.
 * @throws ModelError `model_invalid`, `model_unsupported`.
 * @throws ArgumentError an option of the wrong type, or an unknown model's name.
 * @throws EarfulError `out_of_memory`, `engine_failed`.
 */
export async function loadScorer(options: LoadOptions = {}): Promise<Scorer> {
  return new Scorer(...(await loadFiles(options, "cnn")));
}

/** The instance and the model file that a scorer is made of. */
export async function loadFiles(
  options: LoadOptions,
  ownModel?: ModelName,
): Promise<[Engine, Uint8Array<ArrayBuffer>]> {
  checkOptions(options);
  const { model = ownModel, wasm, variant, baseUrl, integrity, signal, onProgress } = options;
  checkAborted(signal);
  const files = { baseUrl, integrity };
  const loaded = await Promise.all([
    startEngine(wasm, variant, files, signal),
    readModel(model, files, { signal, onProgress }),
  ]);
  checkAborted(signal);
  return loaded;
}
