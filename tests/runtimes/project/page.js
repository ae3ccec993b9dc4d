/** A page that runs the tests in itself or, with ?worker or ?worklet, there; `outcomes` is for who opened it. */
import * as earful from "./node_modules/earful/dist/index.js";
import { everywhere } from "./everywhere.js";
import vector from "./vector.js";

/** @type {Record<string, () => Promise<unknown>>} */
const places = {
  "?page": () => everywhere(earful, vector),

  "?worker": () =>
    new Promise((resolve, reject) => {
      const worker = new Worker("worker.js", { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    }),

  // Which can fetch nothing, so that the page hands over what it needs.
  "?worklet": async () => {
    const dist = "node_modules/earful/dist";
    const context = new OfflineAudioContext(1, 128, 16000);
    await context.audioWorklet.addModule("worklet.js");
    const processorOptions = {
      wasm: await WebAssembly.compileStreaming(fetch(`${dist}/earful-${earful.detectVariant()}.wasm`)),
      model: await (await fetch(`${dist}/models/cnn.safetensors`)).arrayBuffer(),
    };
    const node = new AudioWorkletNode(context, "everywhere", { processorOptions });
    const told = new Promise((resolve, reject) => {
      node.port.onmessage = ({ data }) => resolve(data);
      node.onprocessorerror = () => reject(new Error("the worklet failed"));
    });
    node.connect(context.destination);
    await context.startRendering();
    return told;
  },
};

Object.assign(globalThis, { outcomes: places[location.search]?.() });
