// @ts-check
/** Numbers as people read them. */

/** @param {number} seconds  @returns {string} "1:05" */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} seconds  @returns {string} "1:05.3" */
export function exactClock(seconds) {
  const tenths = Math.round(seconds * 10);
  return `${clock(tenths / 10)}.${tenths % 10}`;
}

/** @param {number} seconds  @returns {string} "4.2 seconds", "2 minutes 5 seconds", "10 minutes" */
export function spokenDuration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} seconds`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  return `${minutes} ${minutes === 1 ? "minute" : "minutes"}${rest ? ` ${rest} seconds` : ""}`;
}

/** @param {number} score 0-1  @returns {string} "83%"; never 0% or 100%, which would claim certainty */
export function percent(score) {
  if (score < 0.01) return "<1%";
  if (score > 0.99) return ">99%";
  return `${Math.round(100 * score)}%`;
}

/** @param {number} milliseconds  @returns {string} "2.7 ms", "41 ms", "1.3 s" */
export function shortTime(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** @param {number} ratio  @returns {string} "2.5×", "<0.1×" */
export function times(ratio) {
  return ratio < 0.1 ? "<0.1×" : `${ratio.toFixed(1)}×`;
}

/** @param {string[]} words  @returns {string} "a, b and c" */
export function list(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
