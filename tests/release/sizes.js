// @ts-check
import { gzipSync } from "node:zlib";
import { filesOf } from "./package.js";

/** What a user downloads or installs, and at most how many bytes it may be. */
/** @type {[string, number, (path: string) => boolean, boolean][]} */
const budgets = [
  ["unpacked", 2_000_000, () => true, false],
  ["the library's JavaScript, gzip", 16_000, (path) => path === "dist/index.js", true],
  ["earful-simd.wasm, gzip", 126_000, (path) => path.endsWith("-simd.wasm"), true],
  ["earful-relaxed.wasm, gzip", 131_000, (path) => path.endsWith("-relaxed.wasm"), true],
  ["the model cnn", 1_000_000, (path) => path.endsWith("cnn.safetensors"), false],
];

/**
 * @param {string} root of the unpacked package
 * @param {(line: string) => void} say
 * @returns {string[]} what is wrong
 */
export function checkSizes(root, say) {
  const files = filesOf(root);
  return budgets.flatMap(([what, budget, chosen, packed]) => {
    const counted = files.filter(({ path }) => chosen(path));
    const size = counted.reduce(
      (sum, file) => sum + (packed ? gzipSync(file.read(), { level: 9 }).length : file.size),
      0,
    );
    say(`${what}: ${size.toLocaleString("en")} of ${budget.toLocaleString("en")} bytes`);
    if (counted.length === 0) return [`${what}: not in the package`];
    return size > budget ? [`${what}: ${size} bytes are over the budget of ${budget}`] : [];
  });
}
