// @ts-check
/**
 * The time line: the picture, and over it a range input that makes it a scrub bar for mouse, touch, keyboard and screen
 * readers alike. Dispatches "seek" when the person moves the playhead.
 */
import { attentionAt, attentionPeak } from "./attention-ridge.js";
import { makeColourMap } from "./colour-map.js";
import { find } from "./element.js";
import { exactClock, percent, spokenDuration, times } from "./format.js";
import { drawSpectrogram } from "./spectrogram.js";
import { TimelinePicture } from "./timeline-picture.js";

/** @typedef {import("./clip-scoring.js").ScoredWindow} ScoredWindow */

/** Seconds that an arrow key moves the playhead. */
const arrowStep = 0.5;

export class Timeline extends EventTarget {
  #canvas = find("timeline-canvas", HTMLCanvasElement);
  #scrubber = find("scrubber", HTMLInputElement);
  #playhead = find("playhead", HTMLElement);
  #readout = find("readout", HTMLElement);
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #duration = 0;
  #label = "";
  /** @type {readonly ScoredWindow[]} */
  #windows = [];
  /** @type {WeakMap<ScoredWindow, OffscreenCanvas>} */
  #spectrograms = new WeakMap();
  #drawing = false;

  constructor() {
    super();
    new ResizeObserver(() => this.#draw()).observe(this.#canvas);
    this.#dark.addEventListener("change", () => {
      this.#spectrograms = new WeakMap();
      this.#draw();
    });
    this.#scrubber.addEventListener("input", () => this.#seek(Number(this.#scrubber.value)));
    this.#scrubber.addEventListener("keydown", (event) => this.#onKey(event));
    this.#scrubber.addEventListener("pointermove", (event) => {
      const { left, width } = this.#scrubber.getBoundingClientRect();
      this.#describe(((event.clientX - left) / width) * this.#duration);
    });
    this.#scrubber.addEventListener("pointerleave", () => this.#describe(undefined));
  }

  /** Where the person put the playhead, seconds. */
  get position() {
    return Number(this.#scrubber.value);
  }

  /**
   * An empty time line for a clip.
   * @param {number} duration seconds
   */
  begin(duration) {
    this.#duration = duration;
    this.#windows = [];
    this.#scrubber.max = String(duration);
    this.movePlayhead(0);
    this.#draw();
  }

  /**
   * @param {readonly ScoredWindow[]} windows scored so far
   * @param {string} label whose scores the windows show
   * @param {string} labelName as people read it
   */
  show(windows, label, labelName) {
    this.#windows = windows;
    this.#label = label;
    const peak = attentionPeak(windows);
    this.#canvas.setAttribute(
      "aria-label",
      `Spectrogram of ${spokenDuration(this.#duration)} with the model's attention below. ` +
        `It listened most at ${exactClock(peak.time)}, ${times(peak.value)} the average. ` +
        windows
          .map(
            ({ start, end, scores }) =>
              `${exactClock(start)} to ${exactClock(end)}: ${labelName} ${percent(scores[label] ?? 0)}.`,
          )
          .join(" "),
    );
    this.#draw();
  }

  /** @param {number} position seconds */
  movePlayhead(position) {
    const share = this.#duration > 0 ? position / this.#duration : 0;
    this.#playhead.style.transform = `translateX(${(share * this.#canvas.clientWidth).toFixed(2)}px)`;
    this.#scrubber.value = String(position);
    this.#scrubber.setAttribute("aria-valuetext", `${exactClock(position)} of ${exactClock(this.#duration)}`);
  }

  /** @param {number} position seconds */
  #seek(position) {
    this.movePlayhead(Math.min(Math.max(0, position), this.#duration));
    this.dispatchEvent(new Event("seek"));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    this.#seek(this.position + direction * arrowStep);
  }

  /** @param {number | undefined} time seconds under the pointer */
  #describe(time) {
    const window = this.#windows.find(({ start, end }) => time !== undefined && time >= start && time < end);
    this.#readout.textContent =
      window && time !== undefined ? `${exactClock(time)} · attention ${times(attentionAt(window, time))} average` : "";
  }

  #draw() {
    // Many windows and resizes may ask within a frame; one picture is enough.
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#drawNow();
    });
  }

  #drawNow() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const context = this.#canvas.getContext("2d");
    if (!context || width === 0 || this.#duration === 0) return;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);

    const style = getComputedStyle(this.#canvas);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const picture = new TimelinePicture(context, width, this.#duration, {
      ink: colour("ink"),
      quiet: colour("quiet"),
      rule: colour("rule"),
      accent: colour("accent"),
      font: style.fontFamily,
    });
    // The highest peak fills the height; attention spread evenly stays low in it.
    const peak = Math.max(2, attentionPeak(this.#windows).value);
    for (const window of this.#windows) {
      picture.drawStrip(window, window.scores[this.#label] ?? 0);
      picture.drawSpectrogram(window, this.#spectrogramOf(window));
      picture.drawAttention(window, peak);
    }
    picture.drawAverage(peak);
    picture.drawAxis();
    this.movePlayhead(this.position);
  }

  /** @param {ScoredWindow} window */
  #spectrogramOf(window) {
    let spectrogram = this.#spectrograms.get(window);
    if (!spectrogram) {
      spectrogram = drawSpectrogram(window.logMel, makeColourMap(this.#dark.matches));
      this.#spectrograms.set(window, spectrogram);
    }
    return spectrogram;
  }
}
