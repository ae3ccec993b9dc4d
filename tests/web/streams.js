// @ts-check
import { bytes } from "./kit.js";
import { readSafetensors } from "./safetensors.js";

/** The rate of `talk`, Hz. */
export const RATE = 16000;

/** @typedef {import("earful").StreamEvent} StreamEvent */

/**
 * A sentence of 2.5 s and 1.2 s of quiet after it, as often as asked.
 * @param {import("./kit.js").Kit} kit
 * @param {number} times
 */
export async function talk(kit, times) {
  const { tensors } = readSafetensors(await bytes(kit, "/tests/vectors/clips.safetensors"));
  const sentence = tensors.get("sentence") ?? new Float32Array();
  const samples = new Float32Array(times * sentence.length);
  for (let i = 0; i < times; i++) samples.set(sentence, i * sentence.length);
  return samples;
}

/**
 * The events of a stream that gets `samples` in chunks.
 * @param {import("earful").Scorer} scorer
 * @param {Float32Array} samples
 * @param {Partial<import("earful").StreamOptions>} [options]
 * @param {number} [chunk]
 */
export function run(scorer, samples, options = {}, chunk = 480) {
  /** @type {StreamEvent[]} */
  const events = [];
  const stream = scorer.stream({
    sampleRate: RATE,
    onEvent: (event) => events.push(event),
    clock: () => 0, // as if scores cost nothing
    ...options,
  });
  for (let at = 0; at < samples.length; at += chunk) stream.push(samples.subarray(at, at + chunk));
  stream.end();
  stream.dispose();
  return events;
}

/**
 * The events of one type.
 * @template {StreamEvent["type"]} Type
 * @param {StreamEvent[]} events
 * @param {Type} type
 */
export const only = (events, type) =>
  /** @type {Extract<StreamEvent, { type: Type }>[]} */ (events.filter((event) => event.type === type));
