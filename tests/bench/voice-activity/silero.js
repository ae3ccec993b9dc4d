// node silero.js OUT FILE...: the models of @ricky0123/vad-web, run by its own classes on onnxruntime-web (one thread),
// over every FILE (raw int16 at 16 kHz, mono). Writes and prints what detectors.c does.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { bytes, importPeer, peerUrl } from "../environment.js";

console.log = console.error; // the package logs there
const require = createRequire(import.meta.url);
const { Silero } = require("@ricky0123/vad-web/dist/models/silero.js");
const { SileroLegacy } = require("@ricky0123/vad-web/dist/models/legacy.js");
const models = {
  "silero-legacy": { model: SileroLegacy, file: "silero_vad_legacy.onnx", frame: 1536 }, // the package's default
  "silero-v5": { model: Silero, file: "silero_vad_v5.onnx", frame: 512 },
};

const ort = await importPeer("onnxruntime-web/wasm");
ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";
ort.env.wasm.wasmBinary = await bytes(peerUrl("onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"));

const [out, ...files] = process.argv.slice(2);
const timings = {};
for (const [name, { model, file, frame }] of Object.entries(models)) {
  const detector = await model.new(ort, async () => bytes(peerUrl(`@ricky0123/vad-web/dist/${file}`)));
  let quickest = Infinity;
  for (const path of files) {
    const raw = await readFile(path);
    const samples = Float32Array.from(new Int16Array(raw.buffer, raw.byteOffset, raw.length >> 1), (x) => x / 32768);
    const values = new Float32Array(Math.floor(samples.length / frame));
    detector.reset_state();
    const start = performance.now();
    for (let i = 0; i < values.length; ++i) {
      values[i] = (await detector.process(samples.slice(i * frame, (i + 1) * frame))).isSpeech;
    }
    quickest = Math.min(quickest, (performance.now() - start) / (samples.length / 16000));
    await writeFile(join(out, `${basename(path).split(".")[0]}.${name}.f32`), values);
  }
  timings[name] = { frame, us: Math.round(1000 * quickest) };
}
process.stdout.write(`${JSON.stringify(timings)}\n`);
