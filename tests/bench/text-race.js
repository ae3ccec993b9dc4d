// The text scorer on lines of 20 and 100 words, ours and transformers.js in turn.
import { loadEarfulText, textModelUrl } from "./contestants/earful.js";
import { toFloat } from "./contestants/model-file.js";
import { loadTransformers } from "./contestants/transformers.js";
import { bytes } from "./environment.js";
import { lines, longLine } from "./lines.js";
import { interleave, largestDifference, median } from "./rounds.js";

async function scoreAll(texts, score) {
  const scores = [];
  for (const text of texts) scores.push(...(await score(text)));
  return scores;
}

/**
 * @param rounds Of each measurement.
 * @returns {line, longLine}: the median milliseconds of each contestant; {differences}: the largest of a score from that
 * of our network with f32 weights.
 */
export async function raceText(rounds) {
  const contestants = {
    "earful simd": await loadEarfulText("simd"),
    "earful relaxed": await loadEarfulText("relaxed"),
    "transformers.js f32": await loadTransformers("fp32"),
    "transformers.js q8": await loadTransformers("q8"),
  };
  const exact = await scoreAll(lines, await loadEarfulText("simd", toFloat(await bytes(textModelUrl))));
  const differences = {};
  for (const [name, score] of Object.entries(contestants)) {
    differences[name] = largestDifference(await scoreAll(lines, score), exact);
  }
  if (!(differences["transformers.js f32"] < 1e-3)) {
    throw new Error(`transformers.js differs by ${differences["transformers.js f32"]}: not the same computation`);
  }

  // The medians of a line, after V8 has optimised what runs often, which takes about a hundred lines.
  const timed = async (texts, warmUp) => {
    const tasks = Object.entries(contestants).map(([name, score]) => [name, () => scoreAll(texts, score)]);
    const times = await interleave(Object.fromEntries(tasks), { rounds, warmUp });
    return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values) / texts.length]));
  };
  return { line: await timed(lines, 20), longLine: await timed([longLine], 5), differences };
}
