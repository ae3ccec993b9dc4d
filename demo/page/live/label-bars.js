// @ts-check
/** A bar for each label: the score now, and the threshold from which it is flagged. */
import { element } from "../element.js";
import { percent } from "../format.js";
import { describeLabel } from "../labels.js";

export class LabelBars {
  /** @type {Map<string, { meter: HTMLElement, fill: HTMLElement, mark: HTMLElement, number: HTMLElement }>} */
  #bars = new Map();

  /** @param {readonly string[]} labels */
  constructor(labels) {
    for (const label of labels) {
      const fill = element("div", "bar-fill");
      const mark = element("div", "bar-mark");
      const number = element("span", "live-number", "–");
      const meter = element("div", "bar", fill, mark);
      meter.setAttribute("role", "meter");
      meter.setAttribute("aria-label", describeLabel(label).name);
      meter.setAttribute("aria-valuemin", "0");
      meter.setAttribute("aria-valuemax", "1");
      this.#bars.set(label, { meter, fill, mark, number });
    }
    this.root = element(
      "div",
      "live-bars",
      ...[...this.#bars].flatMap(([label, { meter, number }]) => [
        element("span", "live-label", describeLabel(label).name),
        meter,
        number,
      ]),
    );
    this.show(undefined);
  }

  /** @param {Record<string, number> | undefined} scores */
  show(scores) {
    for (const [label, { meter, fill, number }] of this.#bars) {
      const score = scores?.[label];
      fill.style.width = `${100 * (score ?? 0)}%`;
      number.textContent = score === undefined ? "–" : percent(score);
      meter.setAttribute("aria-valuenow", (score ?? 0).toFixed(3));
      meter.setAttribute("aria-valuetext", score === undefined ? "not scored yet" : percent(score));
    }
  }

  /** @param {Record<string, number>} thresholds */
  setThresholds(thresholds) {
    for (const [label, { mark }] of this.#bars) mark.style.left = `${100 * (thresholds[label] ?? 1)}%`;
  }
}
