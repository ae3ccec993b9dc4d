import { type EngineOptions, loadFiles } from "./load-scorer.js";
import type { ModelName } from "./model-source.js";
import type { Source } from "./source.js";
import { TextScorer } from "./text-scorer.js";

export interface TextLoadOptions extends EngineOptions {
  /** `"text"` or what a model package exports, or where a model file comes from. None comes with this package. */
  model: ModelName | Source;
}

/**
 * Loads a model that reads.
 *
 * @throws LoadError `load_failed`: a file cannot be fetched, read or compiled; `integrity_failed`; `wasm_unsupported`: no WebAssembly SIMD
 * here; `aborted`: by the signal, whose reason is the error's `cause`.
 * @throws ModelError `model_invalid`, `model_unsupported`: a model that hears, say, which `loadScorer` loads.
 * @throws ArgumentError an option of the wrong type, or an unknown model's name.
 * @throws EarfulError `out_of_memory`, `engine_failed`.
 */
export async function loadTextScorer(options: TextLoadOptions): Promise<TextScorer> {
  return new TextScorer(...(await loadFiles(options)));
}
