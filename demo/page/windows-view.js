// @ts-check
/** The windows of a long clip as a table; each time is a button that moves the playhead there. */
import { element } from "./element.js";
import { clock, percent } from "./format.js";
import { describeLabel } from "./labels.js";

/**
 * @param {readonly import("./clip-scoring.js").ScoredWindow[]} windows
 * @param {readonly string[]} labels
 * @param {(time: number) => void} onSeek
 */
export function windowsView(windows, labels, onSeek) {
  const head = element(
    "tr",
    "",
    element("th", "", "Window"),
    ...labels.map((label) => element("th", "", describeLabel(label).name)),
  );
  for (const cell of head.children) cell.setAttribute("scope", "col");
  const rows = windows.map(({ start, end, scores }) => {
    const button = element("button", "link", `${clock(start)} – ${clock(end)}`);
    button.type = "button";
    button.addEventListener("click", () => onSeek(start));
    const cells = labels.map((label) => {
      const fill = element("span", "cell-fill");
      fill.style.width = `${100 * (scores[label] ?? 0)}%`;
      const number = element("span", "cell-number", percent(scores[label] ?? 0));
      return element("td", "", element("div", "cell", element("span", "cell-bar", fill), number));
    });
    return element("tr", "", element("td", "", button), ...cells);
  });
  return element("table", "windows", element("thead", "", head), element("tbody", "", ...rows));
}
