// @ts-check
/** A spoken sentence, and what the released model says of it by PyTorch. */
import { readFileSync } from "node:fs";
import { readSafetensors } from "../web/safetensors.js";

const clips = read("clips").tensors;
const { tensors, metadata } = read("scores_release");

export const sampleRate = 16000;
export const tolerance = 1e-4;
export const clip = clips.get("sentence") ?? new Float32Array();
export const attention = tensors.get("sentence.window0.attention") ?? new Float32Array();
const scores = tensors.get("sentence.scores") ?? new Float32Array();
/** @type {[string, number][]} */
const byLabel = metadata.labels.map((/** @type {string} */ label, /** @type {number} */ i) => [label, scores[i]]);
export const expected = Object.fromEntries(byLabel);

/** @param {string} name */
function read(name) {
  return readSafetensors(readFileSync(new URL(`../vectors/${name}.safetensors`, import.meta.url)));
}
