// @ts-check
/** Attention over time, relative to an even spread: 1 is the average, 2 is twice as much weight as the average step. */

/** @typedef {import("./clip-scoring.js").ScoredWindow} ScoredWindow */

/**
 * @param {ScoredWindow} window
 * @param {number} time seconds from the clip's start, inside the window
 * @returns {number} times the average
 */
export function attentionAt({ start, end, attention }, time) {
  const step = Math.floor(((time - start) / (end - start)) * attention.length);
  return (attention[Math.min(Math.max(0, step), attention.length - 1)] ?? 0) * attention.length;
}

/**
 * The highest attention of some windows and where it lies.
 * @param {readonly ScoredWindow[]} windows
 */
export function attentionPeak(windows) {
  let peak = { time: 0, value: 0 };
  for (const { start, end, attention } of windows) {
    attention.forEach((weight, step) => {
      const value = weight * attention.length;
      if (value > peak.value) peak = { time: start + ((step + 0.5) / attention.length) * (end - start), value };
    });
  }
  return peak;
}

/**
 * Heights over the pixels of one window: the highest step that falls on a pixel, or the steps' straight connection
 * where a step is wider than a pixel.
 * @param {Float32Array} attention
 * @param {number} width pixels
 * @returns {Float32Array} times the average, [width]
 */
export function attentionHeights(attention, width) {
  const steps = attention.length;
  const heights = new Float32Array(width);
  for (let x = 0; x < width; ++x) {
    const first = (x / width) * steps;
    const last = ((x + 1) / width) * steps;
    if (last - first > 1) {
      for (let step = Math.floor(first); step < last; ++step)
        heights[x] = Math.max(heights[x] ?? 0, attention[step] ?? 0);
    } else {
      const centre = Math.min(Math.max(0, (first + last) / 2 - 0.5), steps - 1);
      const before = attention[Math.floor(centre)] ?? 0;
      const after = attention[Math.min(Math.floor(centre) + 1, steps - 1)] ?? before;
      heights[x] = before + (centre - Math.floor(centre)) * (after - before);
    }
    heights[x] = (heights[x] ?? 0) * steps;
  }
  return heights;
}
