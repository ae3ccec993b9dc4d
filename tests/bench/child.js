// Runs a measurement in a Node process of its own: `node child.js NAME ARGUMENT` prints its result as JSON.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const self = fileURLToPath(import.meta.url);
const major = Number(process.versions.node.split(".")[0]);
const flags = ["--expose-gc", ...(major < 22 ? ["--experimental-wasm-relaxed-simd"] : [])];

// V8's young generation and glibc's arenas (one for each of V8's threads) grow by themselves for minutes. Kept small,
// they do not hide what the memory of a process tells.
const steadyFlags = ["--max-semi-space-size=1"];
const steadyMemory = { MALLOC_ARENA_MAX: "1" };

const measurements = {
  race: async (rounds) => (await import("./race.js")).race(rounds),
  memory: async (contestant) => (await import("./process/memory.js")).memoryOf(contestant),
  cycles: async (counts) => (await import("./process/cycles.js")).cycles(counts),
};

/** The result of one of `measurements` in a new process, which has relaxed SIMD and global.gc. */
export async function runNode(name, argument) {
  const steady = name !== "race";
  const options = [...flags, ...(steady ? steadyFlags : []), self, name, JSON.stringify(argument)];
  const env = { ...process.env, ...(steady ? steadyMemory : {}) };
  const { stdout } = await promisify(execFile)(process.execPath, options, { env });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

if (process.argv[1] === self) {
  const [, , name, argument] = process.argv;
  console.log(JSON.stringify(await measurements[name](JSON.parse(argument))));
  process.exit();
}
