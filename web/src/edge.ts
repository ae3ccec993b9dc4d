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
  const binary = ({ wasm, variant = "simd" }: Pick<LoadOptions, "wasm" | "variant">) => {
    if (wasm === undefined && variant !== "simd") {
      throw new ArgumentError(`an edge worker has the variant "simd" alone; import another binary and give it as wasm`);
    }
    return wasm ?? simd;
  };
  return {
    loadScorer: async (options: LoadOptions = {}): Promise<Scorer> => {
      const { model = "cnn", baseUrl } = options;
      const own = model === "cnn" && baseUrl === undefined ? (cnn ?? model) : model;
      return loadScorer({ ...options, wasm: binary(options), model: own });
    },
    loadTextScorer: async (options: TextLoadOptions): Promise<TextScorer> =>
      loadTextScorer({ ...options, wasm: binary(options) }),
  };
}
