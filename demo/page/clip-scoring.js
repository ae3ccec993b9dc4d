// @ts-check
/** Scores a clip window by window in the worker. */

/** Seconds that the model takes at once, as `score` of the package cuts a clip. */
const windowLength = 15;
/** Seconds; the package leaves out a shorter rest. */
const shortestWindow = 0.1;

/**
 * @typedef {object} ScoredWindow
 * @property {number} start seconds from the clip's start
 * @property {number} end
 * @property {Record<string, number>} scores
 * @property {Float32Array} attention weights of steps of equal length; they sum to 1
 * @property {import("earful").LogMel} logMel what the model saw
 *
 * @typedef {object} ScoredClip
 * @property {number} duration seconds
 * @property {Record<string, number>} scores for each label the highest over the windows
 * @property {ScoredWindow[]} windows
 * @property {number} milliseconds that scoring took, without drawing or decoding
 */

/**
 * @param {import("./scoring-worker.js").ScoringWorker} worker
 * @param {import("./clip.js").Clip} clip
 * @param {(soFar: ScoredClip) => void} onWindow called after each window
 * @param {AbortSignal} signal ends the work between two windows
 * @returns {Promise<ScoredClip>}
 */
export async function scoreClip(worker, clip, onWindow, signal) {
  /** @type {ScoredClip} */
  const scored = { duration: clip.duration, scores: {}, windows: [], milliseconds: 0 };
  const length = windowLength * clip.sampleRate;
  for (let first = 0; first === 0 || clip.samples.length - first >= shortestWindow * clip.sampleRate; first += length) {
    const reply = await worker.score(clip.samples.slice(first, first + length), clip.sampleRate);
    signal.throwIfAborted();
    const offset = first / clip.sampleRate;
    for (const { start, end, scores, attention } of reply.result.windows) {
      scored.windows.push({
        start: offset + start,
        end: offset + end,
        scores,
        attention: attention ?? new Float32Array(),
        logMel: reply.logMel,
      });
      for (const [label, score] of Object.entries(scores)) {
        scored.scores[label] = Math.max(scored.scores[label] ?? 0, score);
      }
    }
    scored.milliseconds += reply.milliseconds;
    onWindow(scored);
  }
  return scored;
}
