import { ArgumentError, type LoadOptions, loadScorer, type Scorer } from "./index.js";
import type { Bytes } from "./source.js";

/**
 * `loadScorer` for a runtime that compiles WebAssembly when a worker is deployed, never later: there the binary is a
 * module of the worker. As everywhere, but for the build, which is the plain SIMD one.
 *
 * @param cnn the bundled model, where the runtime cannot fetch the package's files
 */
export function loaderOf(simd: WebAssembly.Module, cnn?: Bytes): (options?: LoadOptions) => Promise<Scorer> {
  return async (options = {}) => {
    const { model = "cnn", wasm = simd, variant = "simd", baseUrl } = options;
    if (wasm === simd && variant !== "simd") {
      throw new ArgumentError(`an edge worker has the variant "simd" alone; import another binary and give it as wasm`);
    }
    return loadScorer({ ...options, wasm, model: model === "cnn" && baseUrl === undefined ? (cnn ?? model) : model });
  };
}
