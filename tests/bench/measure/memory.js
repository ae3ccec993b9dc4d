import { runNode } from "../child.js";
import { median } from "../rounds.js";

const names = ["bare", "earful simd", "earful relaxed", "onnxruntime"];

/** What loading and scoring 15 s add to the resident memory of a bare Node process, in bytes: {contestant: bytes}. */
export async function measureMemory({ rounds }) {
  const readings = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) readings[name].push(await runNode("memory", name));
  }
  const { bare, ...contestants } = Object.fromEntries(names.map((name) => [name, median(readings[name])]));
  return Object.fromEntries(Object.entries(contestants).map(([name, bytes]) => [name, bytes - bare]));
}
