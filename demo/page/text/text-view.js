// @ts-check
/** A scored text: the verdict, the words that carried a label, a bar for each label. */
import { element, find } from "../element.js";
import { percent } from "../format.js";
import { describeLabel, emotions, leadingLabel } from "../labels.js";
import { bar, verdict } from "../score-view.js";

/** A word that moves a score's log-odds by less is not marked. A difference of scores would hide what moves a sure one. */
const LEAST = 0.5;

/** @param {number} score */
function logOdds(score) {
  const inside = Math.min(Math.max(score, 1e-4), 1 - 1e-4);
  return Math.log(inside / (1 - inside));
}

export class TextView {
  #info;
  /** @type {[string, HTMLButtonElement][]} by label; kept, so that the keyboard's focus stays where it is */
  #buttons;
  #result = find("result", HTMLElement);
  /** @type {string | undefined} the label that a person chose; without one the leading label's words are marked */
  #chosen;
  #text = "";
  /** @type {import("earful").TextScores} */
  #found = { scores: {}, stretches: [] };

  /** @param {import("earful").ModelDescription} info */
  constructor(info) {
    this.#info = info;
    this.#buttons = info.labels.map((label) => [label, this.#button(label)]);
    for (const [label, button] of this.#buttons) {
      find(emotions.has(label) ? "emotions" : "labels", HTMLElement).append(element("li", "", button));
    }
  }

  /**
   * @param {string} text
   * @param {import("earful").TextScores} found with its words
   */
  show(text, found) {
    this.#text = text;
    this.#found = found;
    this.#draw();
    this.#result.hidden = false;
  }

  hide() {
    this.#result.hidden = true;
  }

  #draw() {
    const { scores } = this.#found;
    const said = this.#info.labels.filter((label) => !emotions.has(label));
    const info = { ...this.#info, labels: said };
    const marked = this.#chosen ?? leadingLabel(info, scores);
    const sentence = verdict(info, scores);
    find("verdict", HTMLElement).textContent = sentence;
    find("announcement", HTMLElement).textContent = sentence;
    find("marked", HTMLElement).replaceChildren(...this.#words(marked));
    find("marked-label", HTMLElement).textContent = describeLabel(marked).name;
    for (const [label, button] of this.#buttons) {
      const score = scores[label] ?? 0;
      const { name } = describeLabel(label);
      button.replaceChildren(name, element("span", "", percent(score)), bar(this.#info, label, score));
      button.setAttribute("aria-pressed", String(label === marked));
    }
  }

  /** The text, its words marked by how much they carried the label.  @param {string} label */
  #words(label) {
    const { scores, words = [] } = this.#found;
    const score = scores[label] ?? 0;
    /** @type {(Node | string)[]} */
    const parts = [];
    let at = 0;
    for (const { start, end, weights } of words) {
      const without = score - (weights[label] ?? 0);
      const moved = logOdds(score) - logOdds(without);
      if (moved < LEAST) continue;
      const mark = element("mark", "", this.#text.slice(start, end));
      mark.style.borderBottomWidth = `${1 + Math.round(Math.min(5, 1.5 * moved))}px`;
      mark.title = `${percent(without)} without it`;
      parts.push(this.#text.slice(at, start), mark);
      at = end;
    }
    return [...parts, this.#text.slice(at)];
  }

  /** @param {string} label */
  #button(label) {
    const button = element("button", "text-label");
    button.title = describeLabel(label).meaning;
    button.addEventListener("click", () => {
      this.#chosen = label;
      this.#draw();
    });
    return button;
  }
}
