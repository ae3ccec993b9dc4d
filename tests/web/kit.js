// @ts-check
/**
 * What a suite needs from the place it runs in. The same suites run in Node, in a page and in a module worker.
 *
 * @typedef {object} Kit
 * @property {(name: string, run: () => void | Promise<void>) => void} test
 * @property {typeof import("chai").assert} assert
 * @property {typeof import("earful")} earful
 * @property {import("earful").Variant} variant the build under test
 * @property {string} origin of the test server; its files are the repository's
 * @property {() => void} [gc] the engine's garbage collector
 */

/** The model that most tests load: small, of random weights. */
export const MODEL = "/tests/vectors/model_self_attention.safetensors";

/**
 * @param {Kit} kit
 * @param {string} path in the repository
 */
export async function bytes({ origin }, path) {
  return new Uint8Array(await (await fetch(origin + path)).arrayBuffer());
}

/**
 * A scorer of the small model in the build under test, disposed after `use`.
 * @template T
 * @param {Kit} kit
 * @param {(scorer: import("earful").Scorer) => T | Promise<T>} use
 */
export async function withScorer({ earful, origin, variant }, use) {
  const scorer = await earful.loadScorer({ model: origin + MODEL, variant });
  try {
    return await use(scorer);
  } finally {
    scorer.dispose();
  }
}

/**
 * What is told of the download of an address that ends with ?ID, which the test server waits for.
 * @param {Kit} kit
 * @param {string} id
 */
export function watched({ origin }, id) {
  /** @type {import("earful").Progress[]} */
  const seen = [];
  /** @type {Promise<unknown>} one after another, so that none overtakes */
  let told = Promise.resolve();
  const onProgress = (/** @type {import("earful").Progress} */ progress) => {
    seen.push(progress);
    told = told.then(() => fetch(`${origin}/told/${id}/${progress.loaded}`, { method: "POST" }));
  };
  return { seen, onProgress };
}

/**
 * The error that `work` ends with; fails where it does not.
 * @param {() => unknown} work
 * @returns {Promise<import("earful").EarfulError>}
 */
export async function failure(work) {
  try {
    await work();
  } catch (error) {
    return /** @type {import("earful").EarfulError} */ (error);
  }
  throw new Error("it did not fail");
}

/**
 * Speech-like noise: syllables of filtered noise, the same for the same arguments.
 * @param {number} seconds
 * @param {number} sampleRate
 */
export function babble(seconds, sampleRate) {
  let seed = 1;
  let low = 0;
  return new Float32Array(Math.round(seconds * sampleRate)).map((_, i) => {
    seed = (seed * 48271) % 2147483647;
    low += 0.2 * (seed / 2147483647 - 0.5 - low);
    return low * Math.max(0, Math.sin((2 * Math.PI * 4 * i) / sampleRate));
  });
}
