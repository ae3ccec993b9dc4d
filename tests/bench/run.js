// npm run bench: measures against the peers, prints a table, writes build/bench/results.{json,md}.
import { mkdir, writeFile } from "node:fs/promises";
import { url } from "./environment.js";
import { describeMachine } from "./machine.js";
import { measureColdStart } from "./measure/cold-start.js";
import { runNode } from "./child.js";
import { measureMemory } from "./measure/memory.js";
import { measureNative } from "./measure/native.js";
import { measureSizes } from "./measure/sizes.js";
import { measureSpeed } from "./measure/speed.js";
import { rows, table } from "./report.js";

const measurements = {
  sizes: () => measureSizes(),
  speed: () => measureSpeed({ rounds: 25 }),
  native: () => measureNative({ rounds: 25 }),
  coldStart: () => measureColdStart({ rounds: 9 }),
  memory: () => measureMemory({ rounds: 5 }),
  cycles: () => runNode("cycles", [100, 1000, 10000]),
};

const machine = describeMachine();
const results = {};
for (const [name, measure] of Object.entries(measurements)) {
  console.error(`measuring ${name}`);
  results[name] = await measure();
}
const about = `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Chromium ${machine.chromium}, Node ${machine.node}, one thread, ${machine.date}`;
const text = table(rows(results));
const folder = new URL(url("build/bench/"));
await mkdir(folder, { recursive: true });
await writeFile(new URL("results.json", folder), `${JSON.stringify({ machine, ...results }, null, 2)}\n`);
await writeFile(new URL("results.md", folder), `${text}\n\nMeasured by \`npm run bench\` on ${about}.\n`);
console.log(`${text}\n\n${about}`);
