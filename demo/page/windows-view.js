// @ts-check
/** The windows of a long clip as a table that grows; each time is a button that moves the playhead there. */
import { element } from "./element.js";
import { clock, percent } from "./format.js";
import { describeLabel } from "./labels.js";

/** @typedef {import("./clip-scoring.js").ScoredWindow} ScoredWindow */

export class WindowsView {
  #labels;
  #onSeek;
  #rows = element("tbody", "");
  /** The table. */
  root;

  /**
   * @param {readonly string[]} labels
   * @param {(time: number) => void} onSeek
   */
  constructor(labels, onSeek) {
    this.#labels = labels;
    this.#onSeek = onSeek;
    const head = element(
      "tr",
      "",
      element("th", "", "Window"),
      ...labels.map((label) => element("th", "", describeLabel(label).name)),
    );
    for (const cell of head.children) cell.setAttribute("scope", "col");
    this.root = element("table", "windows", element("thead", "", head), this.#rows);
  }

  /**
   * Adds those that are not there yet; the others stay, as one of their buttons may have the focus.
   * @param {readonly ScoredWindow[]} windows
   */
  show(windows) {
    const fresh = windows.slice(this.#rows.childElementCount);
    this.#rows.append(...fresh.map((window) => this.#row(window)));
  }

  /** @param {ScoredWindow} window */
  #row({ start, end, scores }) {
    const button = element("button", "link", `${clock(start)} – ${clock(end)}`);
    button.type = "button";
    button.addEventListener("click", () => this.#onSeek(start));
    const cells = this.#labels.map((label) => {
      const fill = element("span", "cell-fill");
      fill.style.width = `${100 * (scores[label] ?? 0)}%`;
      const number = element("span", "cell-number", percent(scores[label] ?? 0));
      return element("td", "", element("div", "cell", element("span", "cell-bar", fill), number));
    });
    return element("tr", "", element("td", "", button), ...cells);
  }
}
