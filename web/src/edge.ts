import {
  ArgumentError,
  type LoadOptions,
  loadScorer,
  loadTextScorer,
  type Scorer,
  type TextLoadOptions,
  type TextScorer,
} from "./index.js";
import type { Bytes } from "./source.js";

/**
 * The loaders for a runtime that compiles WebAssembly when a worker is deployed, never later: there the binary is a module
 * of the worker. As everywhere, but for the build, which is the plain SIMD one.
 *
 * @param cnn the bundled model, where the runtime cannot fetch the package's files
 */
export function loadersOf(simd: WebAssembly.Module, cnn?: Bytes) {
  const local = <Options extends LoadOptions>(options: Options, bundled?: Bytes): Options => {
    if (Object(options) !== options) return options; // the loader refuses them
    const { model = "cnn", baseUrl, wasm, variant = "simd" } = options;
    if (wasm === undefined && variant !== "simd") {
      throw new ArgumentError(`an edge worker has the variant "simd" alone; import another binary and give it as wasm`);
    }
    const own = bundled && model === "cnn" && baseUrl === undefined && { model: bundled };
    return { ...options, wasm: wasm ?? simd, ...own };
  };
  return {
    loadScorer: async (options: LoadOptions = {}): Promise<Scorer> => loadScorer(local(options, cnn)),
    loadTextScorer: async (options: TextLoadOptions): Promise<TextScorer> => loadTextScorer(local(options)),
  };
}
