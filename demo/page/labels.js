// @ts-check
/** The model's labels in words that people understand. */

/** @type {Record<string, { name: string, meaning: string }>} */
const known = {
  toxic: {
    name: "Toxic",
    meaning: "Swearing, bullying, racism, threats or advances: something that a moderator would want to hear.",
  },
  profanity: { name: "Swearing", meaning: "A swear word or an obscene term, whoever it is aimed at." },
  bullying: { name: "Bullying", meaning: "An insult, humiliation or exclusion of a person." },
  dating_sexting: { name: "Advances", meaning: "Flirting, offers, and remarks about somebody's body." },
  racism: { name: "Racism", meaning: "An attack on people for their origin, nationality or religion." },
  other: { name: "Other abuse", meaning: "Threats, and attacks for sex, gender or orientation, among others." },
  heated: {
    name: "Heated",
    meaning: "An angry or shouting voice, whatever the words. It says nothing of what was said.",
  },
};

/** The labels of a model for text that say what it feels like, not what is wrong with it. */
export const emotions = new Set(["anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral"]);

/**
 * @param {string} label of the model
 * @returns {{ name: string, meaning: string }}
 */
export function describeLabel(label) {
  const words = label.replaceAll("_", " ");
  return known[label] ?? { name: words.charAt(0).toUpperCase() + words.slice(1), meaning: "" };
}

/** What it means to act at an operating point. */
export const operatingPointMeanings = /** @type {Record<string, string>} */ ({
  strict: "misses least, more false alarms",
  balanced: "between the two",
  lenient: "fewest false alarms, misses more",
});

/**
 * The label that speaks for a clip: the one that most operating points flag, and of several the one with the highest
 * score.
 * @param {import("./score-view.js").Judged} info
 * @param {Record<string, number>} scores
 */
export function leadingLabel(info, scores) {
  /** @param {string} label */
  const weight = (label) => {
    const score = scores[label] ?? 0;
    return operatingPointsReached(info, label, score).length + score;
  };
  return info.labels.reduce((best, label) => (weight(label) > weight(best) ? label : best));
}

/**
 * The names of the operating points whose threshold the score reaches.
 * @param {import("./score-view.js").Judged} info
 * @param {string} label
 * @param {number} score
 */
export function operatingPointsReached(info, label, score) {
  return Object.entries(info.operating_points)
    .filter(([, thresholds]) => score >= (thresholds[label] ?? Infinity))
    .map(([name]) => name);
}
