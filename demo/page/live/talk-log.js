// @ts-check
/** What was said, newest first: a row for each utterance, and a flag where one was raised. Flags are announced. */
import { element } from "../element.js";
import { exactClock, percent } from "../format.js";
import { describeLabel } from "../labels.js";

/** Rows that are kept. */
const longest = 100;

export class TalkLog {
  #list;
  #announcement;
  /** @type {{ speaker: string, end: number } | undefined} of the flag that was announced last */
  #announced;

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} announcement an aria-live region
   */
  constructor(list, announcement) {
    this.#list = list;
    this.#announcement = announcement;
  }

  clear() {
    this.#list.replaceChildren();
    this.#announcement.textContent = "";
    this.#announced = undefined;
  }

  /**
   * @param {string} speaker
   * @param {import("./history.js").UtteranceEvent} utterance
   */
  addUtterance(speaker, { start, end, scores }) {
    const told = Object.entries(scores).map(([label, score]) => `${describeLabel(label).name} ${percent(score)}`);
    this.#add("said", start, end, speaker, told.join(", "));
  }

  /**
   * @param {string} speaker
   * @param {import("earful").FlagEvent} flag
   */
  addFlag(speaker, { label, score, operatingPoint, start, end }) {
    const told = `${describeLabel(label).name} ${percent(score)}, flagged at ${operatingPoint ?? "your threshold"}`;
    this.#add("flagged", start, end, speaker, told);
    // Labels that are flagged at once are announced together: the second would silence the first.
    const together = this.#announced?.speaker === speaker && this.#announced.end === end;
    const before = this.#announcement.textContent ?? "";
    this.#announcement.textContent = together ? `${before}; ${told}` : `${speaker}: ${told}`;
    this.#announced = { speaker, end };
  }

  /**
   * @param {"said" | "flagged"} kind
   * @param {number} start
   * @param {number} end
   * @param {string} speaker
   * @param {string} told
   */
  #add(kind, start, end, speaker, told) {
    this.#list.prepend(
      element(
        "li",
        kind,
        element("span", "log-time", `${exactClock(start)} – ${exactClock(end)}`),
        element("span", "log-speaker", speaker),
        element("span", "log-told", told),
      ),
    );
    while (this.#list.childElementCount > longest) this.#list.lastElementChild?.remove();
  }
}
