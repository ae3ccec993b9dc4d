import { EarfulError, type ClipScores, type Scorer, type Scores } from "earful";
import { decodeFile } from "./audio-file.js";
import { clock } from "./clock.js";

// Scored at once: ten of the scorer's windows. Bounds the memory, whatever the file's length. A block is scored when
// at least the shortest clip follows it, so that the last block can leave out a rest as the scorer would.
const BLOCK = 150; // seconds
const SHORTEST = 0.1;

/**
 * Scores a file of any length, block by block. The windows are those of the whole clip scored at once; the samples at a
 * block's edges differ by the resampler's few taps there.
 */
export async function scoreFile(
  scorer: Scorer,
  path: string,
  onProgress: (part: number | undefined) => void,
): Promise<ClipScores> {
  const clip: ClipScores = { duration: 0, scores: {}, windows: [] };
  let pending: Float32Array[] = [];
  let length = 0;
  let rate: number | undefined;
  for await (const { samples, sampleRate, progress } of decodeFile(path)) {
    if (rate !== undefined && sampleRate !== rate)
      throw new Error(`the sample rate changes from ${rate} to ${sampleRate} Hz`);
    rate = sampleRate;
    pending.push(samples);
    length += samples.length;
    const block = BLOCK * rate;
    if (length >= block + SHORTEST * rate) {
      let rest = join(pending, length);
      for (; rest.length >= block + SHORTEST * rate; rest = rest.subarray(block)) {
        add(clip, scorer, rest.subarray(0, block), rate);
      }
      pending = [rest];
      length = rest.length;
    }
    onProgress(progress);
  }
  if (rate === undefined) throw new Error("there is no audio in it");
  add(clip, scorer, join(pending, length), rate);
  return clip;
}

function add(clip: ClipScores, scorer: Scorer, samples: Float32Array, rate: number): void {
  const start = clip.duration;
  const block = scoreBlock(scorer, samples, rate, start);
  clip.duration += block.duration;
  clip.scores = highest(clip.scores, block.scores);
  for (const window of block.windows)
    clip.windows.push({ ...window, start: start + window.start, end: start + window.end });
}

function scoreBlock(scorer: Scorer, samples: Float32Array, rate: number, start: number): ClipScores {
  try {
    return scorer.score(samples, rate);
  } catch (cause) {
    if (start === 0 || !(cause instanceof EarfulError) || cause.code !== "audio_not_finite") throw cause;
    throw new Error(`${cause.message}, counted from ${clock(start)}`, { cause });
  }
}

function highest(a: Scores, b: Scores): Scores {
  return Object.fromEntries(Object.entries(b).map(([label, score]) => [label, Math.max(score, a[label] ?? 0)]));
}

function join(parts: Float32Array[], length: number): Float32Array {
  const whole = new Float32Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
