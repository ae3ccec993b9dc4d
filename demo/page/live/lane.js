// @ts-check
/** One speaker on the page: name, whether they speak, the last seconds as a picture, a bar for each label. */
import { makeColourMap } from "../colour-map.js";
import { element } from "../element.js";
import { describeLabel } from "../labels.js";
import { History } from "./history.js";
import { LabelBars } from "./label-bars.js";
import { LanePicture, layout } from "./lane-picture.js";
import { Spectrum } from "./spectrum.js";

/** Seconds that the picture shows. */
const shown = 30;
const darkPage = matchMedia("(prefers-color-scheme: dark)");

export class Lane {
  #canvas = element("canvas", "lane-canvas");
  #state = element("span", "lane-state", "waiting");
  #history = new History(shown);
  #spectrum;
  #bars;
  #label;
  #time;
  #colours = makeColourMap(darkPage.matches);
  #running = true;

  /**
   * @param {string} name of the speaker
   * @param {readonly string[]} labels of the model; the first is the one that the picture shows
   * @param {AnalyserNode} analyser that hears the speaker
   * @param {() => number} time seconds of the speaker's stream so far
   */
  constructor(name, labels, analyser, time) {
    this.name = name;
    this.#label = labels[0] ?? "";
    this.#time = time;
    this.#spectrum = new Spectrum(analyser, shown);
    this.#bars = new LabelBars(labels);
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute(
      "aria-label",
      `The last ${shown} seconds of ${name}; the list below says the same in words`,
    );
    const head = element("div", "lane-head", element("h3", "", name), this.#state);
    this.root = element("article", "lane", head, this.#canvas, this.#bars.root);
    darkPage.addEventListener("change", this.#recolour);
    this.#frame();
  }

  /** @param {Parameters<History["add"]>[0]} event */
  add(event) {
    this.#history.add(event);
    if (event.type === "score" || event.type === "utterance") this.#bars.show(event.scores);
  }

  /** @param {Record<string, number>} thresholds */
  setThresholds(thresholds) {
    this.#bars.setThresholds(thresholds);
  }

  /** The picture stays as it is. */
  stop() {
    this.#running = false;
    this.#state.textContent = "ended";
    this.root.classList.remove("speaking");
    darkPage.removeEventListener("change", this.#recolour);
  }

  #recolour = () => {
    this.#colours = makeColourMap(darkPage.matches);
  };

  #frame = () => {
    if (!this.#running) return;
    const now = this.#time();
    this.#spectrum.add(now, this.#colours);
    this.#draw(now);
    this.root.classList.toggle("speaking", this.#history.speaking);
    this.#state.textContent = this.#history.speaking ? "speaking" : "quiet";
    requestAnimationFrame(this.#frame);
  };

  /** @param {number} now seconds of the stream */
  #draw(now) {
    const canvas = this.#canvas;
    const { clientWidth: width, clientHeight: height } = canvas;
    const context = canvas.getContext("2d");
    if (!context || width === 0) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    const style = getComputedStyle(canvas);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name);
    const picture = new LanePicture(context, width, shown, now, {
      ink: colour("--ink"),
      quiet: colour("--quiet"),
      rule: colour("--rule"),
      accent: colour("--accent"),
      font: style.fontFamily,
    });
    const { utterances, open, flags } = this.#history;
    this.#spectrum.draw(context, now, { left: 0, width, ...layout.spectrum });
    for (const utterance of utterances) {
      picture.drawUtterance(utterance, utterance.scores[this.#label] ?? 0, false);
      for (const reason of utterance.reasons) picture.drawReason(reason);
    }
    if (open) picture.drawUtterance(open, open.scores[this.#label] ?? 0, true);
    // Labels that are flagged at once share a flag.
    for (const end of new Set(flags.map((flag) => flag.end))) {
      const raised = flags.filter((flag) => flag.end === end);
      picture.drawFlag(end, raised.map(({ label }) => describeLabel(label).name).join(", "));
    }
    picture.drawAxis();
  }
}
