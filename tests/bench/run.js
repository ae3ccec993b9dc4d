// npm run bench: measures against the peers, prints a table, writes build/bench/results.{json,md}.
import { mkdir, writeFile } from "node:fs/promises";
import { url } from "./environment.js";
import { describeMachine } from "./machine.js";
import { measureColdStart } from "./measure/cold-start.js";
import { runNode } from "./child.js";
import { measureEncoders } from "./measure/encoder.js";
import { measureLive } from "./measure/live.js";
import { measureMemory } from "./measure/memory.js";
import { measureNative } from "./measure/native.js";
import { measureSizes } from "./measure/sizes.js";
import { measureSpeed } from "./measure/speed.js";
import { measureText } from "./measure/text.js";
import { rows, table } from "./report.js";

const measurements = {
  sizes: () => measureSizes(),
  speed: () => measureSpeed({ rounds: 25 }),
  native: () => measureNative({ rounds: 25 }),
  encoders: () => measureEncoders({ rounds: 15 }),
  text: () => measureText({ rounds: 25 }),
  coldStart: () => measureColdStart({ contestants: ["earful", "onnxruntime"], rounds: 25 }),
  textColdStart: () => measureColdStart({ contestants: ["earful-text", "transformers"], rounds: 15 }),
  memory: () => measureMemory({ rounds: 5 }),
  live: () => measureLive({ plays: 20 }),
  cycles: () => runNode("cycles", [100, 1000, 10000]),
};

const machine = describeMachine();
const results = {};
for (const [name, measure] of Object.entries(measurements)) {
  console.error(`measuring ${name}`);
  results[name] = await measure();
}
const about = `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Chromium ${machine.chromium}, Node ${machine.node}, ${machine.date}`;
const notes = `Measured by \`npm run bench\` on ${about}; one thread; medians of rounds in which the contestants take turns.
onnxruntime-web runs graphs of the same model file, log-mel in the faster of two forms; features and scores agree within
0.001. Meyda's 40 mel bands come from frames of 512 samples, without our scale and normalisation. An encoder's f32 forms
have the weights of its int8 file; onnxruntime's int8 is its own dynamic quantisation of them, and the peer is the faster
of the two. transformers.js runs the text model's graph with f32 weights or in that int8 ("q8"), and the peer is the
faster; with f32 weights its scores and ours agree within 0.001. It has onnxruntime-web's WebAssembly without WebGPU.`;
const text = table(rows(results));
const folder = new URL(url("build/bench/"));
await mkdir(folder, { recursive: true });
await writeFile(new URL("results.json", folder), `${JSON.stringify({ machine, ...results }, null, 2)}\n`);
await writeFile(new URL("results.md", folder), `${text}\n\n${notes}\n`);
console.log(`${text}\n\n${notes}`);
