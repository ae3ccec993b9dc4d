// @ts-check
/** A spoken sentence, and texts, and what PyTorch makes of them: by the released model, and by a small one that reads. */
import { readFileSync } from "node:fs";
import { readBytes, readSafetensors } from "../web/safetensors.js";

const clips = readSafetensors(vectors("clips")).tensors;
const { tensors, metadata } = readSafetensors(vectors("scores_release"));

export const sampleRate = 16000;
export const tolerance = 1e-4;
export const clip = clips.get("sentence") ?? new Float32Array();
export const attention = tensors.get("sentence.window0.attention") ?? new Float32Array();
const scores = tensors.get("sentence.scores") ?? new Float32Array();
/** @type {[string, number][]} */
const byLabel = metadata.labels.map((/** @type {string} */ label, /** @type {number} */ i) => [label, scores[i]]);
export const expected = Object.fromEntries(byLabel);

export const textModel = vectors("model_text");
const texts = readBytes(vectors("scores_text"));
const textScores = readSafetensors(vectors("scores_text")).tensors;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true }); // a byte order mark is part of the text
/** @type {[string, number[]][]} each with its scores */
export const expectedOfTexts = [...texts.keys()]
  .filter((name) => name.endsWith(".text"))
  .map((name) => [utf8.decode(texts.get(name)), [...(textScores.get(name.replace("text", "scores")) ?? [])]]);

/** @param {string} name */
function vectors(name) {
  return readFileSync(new URL(`../vectors/${name}.safetensors`, import.meta.url));
}
