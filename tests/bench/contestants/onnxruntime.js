import { bytes, importPeer, peerUrl, url } from "../environment.js";

/** onnxruntime-web, its smallest form (WebAssembly alone), one thread, all graph optimisations. */
async function loadRuntime() {
  const ort = await importPeer("onnxruntime-web/wasm");
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = { wasm: peerUrl("onnxruntime-web/dist/ort-wasm-simd-threaded.wasm") };
  if (typeof process === "object") ort.env.wasm.wasmBinary = await bytes(ort.env.wasm.wasmPaths.wasm);
  const load = async (name) =>
    ort.InferenceSession.create(await bytes(url(`build/bench/${name}.onnx`)), {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
    });
  return { ort, load };
}

/** A network alone: {data, dims} of log-mel features -> the scores. */
export async function loadGraph(name) {
  const { ort, load } = await loadRuntime();
  const session = await load(name);
  return async ({ data, dims }) => (await session.run({ log_mel: new ort.Tensor("float32", data, dims) })).score.data;
}

/**
 * The front end and the CNN, by the graphs that get-packages exported from the same model file. `transform` is the form
 * of the front end's Fourier transform: "stft" (ONNX's own operator) or "convolution".
 */
export async function loadOnnxRuntime(transform = "stft") {
  const { ort, load } = await loadRuntime();
  const front = await load(`logmel-${transform}`);
  const cnn = await load("cnn");

  const features = async (samples) =>
    (await front.run({ samples: new ort.Tensor("float32", samples, [samples.length]) })).log_mel;
  const classify = async ({ data, dims }) =>
    (await cnn.run({ log_mel: new ort.Tensor("float32", data, [1, ...dims]) })).score.data[0];
  return {
    logMel: async (samples) => (await features(samples)).data,
    /** logMel [frames][filters] -> the first label's score. */
    network: (logMel, filters) => classify({ data: logMel, dims: [logMel.length / filters, filters] }),
    score: async (samples) => classify(await features(samples)),
  };
}
