// @ts-check
/** The scores as JSON, as the package's own `score` gives them, with the clip's and the model's name. */

/**
 * @param {string} name
 * @param {import("earful").ModelInfo} info
 * @param {import("./clip-scoring.js").ScoredClip} scored
 */
export function clipJson(name, info, { duration, scores, windows }) {
  const value = {
    file: name,
    duration,
    model: `${info.name} ${info.version}`,
    scores,
    windows: windows.map(({ start, end, scores, attention }) => ({
      start,
      end,
      scores,
      attention: Array.from(attention, (weight) => Number(weight.toPrecision(3))),
    })),
  };
  // The weights of a window on one line: a number a line would bury the rest.
  return JSON.stringify(value, null, 2).replace(
    /\[\s+([-\d.,\se]+?)\s+\]/g,
    (_, numbers) => `[${numbers.replace(/\s+/g, " ")}]`,
  );
}
