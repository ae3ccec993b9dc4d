// @ts-check
/** A label's score: name, meaning, number, bar, and what each operating point would do. */
import { element } from "./element.js";
import { list, percent } from "./format.js";
import { describeLabel, leadingLabel, operatingPointMeanings, operatingPointsReached } from "./labels.js";

/** @typedef {Pick<import("earful").ModelDescription, "labels" | "operating_points">} Judged */

/**
 * @param {Judged} info
 * @param {string} label
 * @param {number} score
 */
export function bar(info, label, score) {
  const fill = element("div", "bar-fill");
  fill.style.width = `${100 * score}%`;
  const marks = Object.values(info.operating_points).map((thresholds) => {
    const mark = element("div", "bar-mark");
    mark.style.left = `${100 * (thresholds[label] ?? 1)}%`;
    return mark;
  });
  const whole = element("div", "bar", fill, ...marks);
  whole.setAttribute("role", "meter");
  whole.setAttribute("aria-label", describeLabel(label).name);
  whole.setAttribute("aria-valuemin", "0");
  whole.setAttribute("aria-valuemax", "1");
  whole.setAttribute("aria-valuenow", score.toFixed(3));
  whole.setAttribute("aria-valuetext", percent(score));
  return whole;
}

/**
 * @param {string} name
 * @param {number} threshold
 * @param {number} score
 */
function operatingPoint(name, threshold, score) {
  const reached = score >= threshold;
  return element(
    "li",
    reached ? "point point-reached" : "point",
    element("span", "point-name", name),
    element("span", "point-verdict", reached ? "flags this clip" : "lets it pass"),
    element("span", "point-threshold", `from ${percent(threshold)}`),
    element("span", "point-meaning", operatingPointMeanings[name] ?? ""),
  );
}

/**
 * How to read the number.
 * @param {string} name of the label
 * @param {number} score
 * @param {number} windows that the score is the highest of
 */
function explanation(name, score, windows) {
  const share = percent(score).replace("<", "less than ").replace(">", "more than ");
  const caution =
    windows > 1
      ? `This is the highest of ${windows} windows: the longer a clip, the likelier one of them scores high by chance. `
      : "";
  return (
    `${caution}How to read it: of the clips with this score among those that the model was tuned on, ` +
    `${share} are ${name.toLowerCase()}. In everyday talk, where that is rarer, fewer are.`
  );
}

/**
 * @param {import("earful").ModelInfo} info
 * @param {string} label
 * @param {number} score
 * @param {number} windows that the score is the highest of
 */
export function scoreView(info, label, score, windows) {
  const { name, meaning } = describeLabel(label);
  const points = Object.entries(info.operating_points).flatMap(([point, thresholds]) => {
    const threshold = thresholds[label];
    return threshold === undefined ? [] : [operatingPoint(point, threshold, score)];
  });
  return element(
    "article",
    "score",
    element("h3", "score-name", name),
    element("p", "score-number", percent(score)),
    element("p", "score-meaning", meaning),
    bar(info, label, score),
    element("ul", "points", ...points),
    element("p", "note", explanation(name, score, windows)),
  );
}

/**
 * The outcome in a sentence for each label that is flagged, for the headline and for screen readers.
 * @param {Judged} info
 * @param {Record<string, number>} scores
 */
export function verdict(info, scores) {
  const sentences = info.labels.flatMap((label) => {
    const score = scores[label] ?? 0;
    const reached = operatingPointsReached(info, label, score);
    return reached.length === 0 ? [] : [`${describeLabel(label).name} ${percent(score)}, flagged at ${list(reached)}.`];
  });
  if (sentences.length > 0) return sentences.join(" ");
  const label = leadingLabel(info, scores);
  return `${describeLabel(label).name} ${percent(scores[label] ?? 0)}. No operating point would flag it.`;
}
