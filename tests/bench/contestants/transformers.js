import { importPeer, peerUrl, url } from "../environment.js";

// Loaded in place of the build with WebGPU, which is the default in Chromium, twice as large and slower.
const runtime = peerUrl("@huggingface/transformers/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded");

/**
 * transformers.js on one thread: a text -> the scores, by the folder that get-packages exported from the same model file.
 * Its tokeniser and network without its pipeline, which would sort the scores by a further graph.
 *
 * @param dtype Of the graph: "fp32" or "q8".
 */
export async function loadTransformers(dtype) {
  const { AutoModelForSequenceClassification, AutoTokenizer, env } = await importPeer("@huggingface/transformers");
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = new URL(url("build/bench/")).pathname;
  env.useBrowserCache = env.useWasmCache = false; // so that a first load does not write what it has read
  env.backends.onnx.wasm.numThreads = 1;
  env.backends.onnx.wasm.wasmPaths = { mjs: `${runtime}.mjs`, wasm: `${runtime}.wasm` };
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained("text"),
    AutoModelForSequenceClassification.from_pretrained("text", { dtype, device: "wasm" }),
  ]);
  return async (text) => (await model(tokenizer(text))).logits.sigmoid().data;
}
