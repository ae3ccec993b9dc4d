// For workerd, the runtime of edge workers, which compiles WebAssembly when a worker is deployed, never later: there the
// binary and the model are modules of the worker. wrangler knows such modules by these endings.
import cnn from "earful/models/cnn.bin";
import simd from "./earful-simd.wasm";
import { ArgumentError, loadScorer as load, type LoadOptions, type Scorer } from "./index.js";

export * from "./index.js";

/** As everywhere, but for the build, which is the plain SIMD one. */
export async function loadScorer(options: LoadOptions = {}): Promise<Scorer> {
  const { model = "cnn", wasm, variant = "simd", baseUrl } = options;
  if (wasm === undefined && variant !== "simd") {
    throw new ArgumentError(`an edge worker has the variant "simd" alone; import another binary and give it as wasm`);
  }
  return load({ ...options, wasm: wasm ?? simd, model: model === "cnn" && baseUrl === undefined ? cnn : model });
}
