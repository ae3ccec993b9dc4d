// @ts-check
/** Draws the time line: a strip of windows with their scores, the spectrogram, the attention below, a time axis. */
import { attentionHeights } from "./attention-ridge.js";
import { clock, percent } from "./format.js";

/** @typedef {import("./clip-scoring.js").ScoredWindow} ScoredWindow */

/**
 * @typedef {object} Theme
 * @property {string} ink text and lines
 * @property {string} quiet secondary text
 * @property {string} rule hairlines
 * @property {string} accent attention and scores
 * @property {string} font family
 */

/** Tops and heights in CSS pixels; the style sheet gives the canvas the total height. */
export const layout = {
  strip: { top: 0, height: 26 },
  spectrogram: { top: 32, height: 168 },
  attention: { top: 204, height: 72 },
  axis: { top: 280, height: 20 },
};

/** Seconds between labels of the time axis, the first that leaves room is taken. */
const axisSteps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200];

export class TimelinePicture {
  /**
   * @param {CanvasRenderingContext2D} context scaled to CSS pixels
   * @param {number} width CSS pixels
   * @param {number} duration seconds over the whole width
   * @param {Theme} theme
   */
  constructor(context, width, duration, theme) {
    this.context = context;
    this.width = width;
    this.duration = duration;
    this.theme = theme;
  }

  /** @param {number} time seconds */
  x(time) {
    return (time / this.duration) * this.width;
  }

  /**
   * @param {ScoredWindow} window
   * @param {number} score of the label that the strip shows
   */
  drawStrip({ start, end }, score) {
    const { context, theme } = this;
    const { top, height } = layout.strip;
    const left = this.x(start);
    const width = Math.max(1, this.x(end) - left - 1);
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.06 + 0.44 * score;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
    context.fillRect(left, top + height - 3, width * score, 3);
    if (width < 44) return;
    context.fillStyle = theme.ink;
    context.font = `600 13px ${theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(percent(score), left + 8, top + height / 2 - 0.5);
  }

  /**
   * @param {ScoredWindow} window
   * @param {CanvasImageSource} spectrogram
   */
  drawSpectrogram({ start, end }, spectrogram) {
    const { top, height } = layout.spectrogram;
    const left = this.x(start);
    this.context.imageSmoothingQuality = "high";
    this.context.drawImage(spectrogram, left, top, Math.max(1, this.x(end) - left), height);
  }

  /**
   * @param {ScoredWindow} window
   * @param {number} peak the attention, times the average, that fills the height
   */
  drawAttention({ start, end, attention }, peak) {
    const { context, theme } = this;
    const { top, height } = layout.attention;
    const left = this.x(start);
    const width = Math.max(2, Math.round(this.x(end) - left));
    const bottom = top + height;
    const heights = attentionHeights(attention, width);
    const line = new Path2D();
    heights.forEach((value, x) => line.lineTo(left + x + 0.5, this.#attentionY(value, peak)));
    const area = new Path2D(line);
    area.lineTo(left + width, bottom);
    area.lineTo(left, bottom);
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.28;
    context.fill(area);
    context.globalAlpha = 1;
    context.strokeStyle = theme.accent;
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    context.stroke(line);
  }

  /** @param {number} peak the attention, times the average, that fills the height */
  drawAverage(peak) {
    const { context, theme } = this;
    const y = Math.round(this.#attentionY(1, peak)) + 0.5;
    context.strokeStyle = theme.quiet;
    context.lineWidth = 1;
    context.setLineDash([2, 4]);
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(this.width, y);
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * A single step may weigh fifty times the average: by its square root, the others stay visible beside it.
   * @param {number} value times the average
   * @param {number} peak the value that fills the height
   */
  #attentionY(value, peak) {
    const { top, height } = layout.attention;
    return top + height - Math.sqrt(value / peak) * (height - 6);
  }

  drawAxis() {
    const { context, theme } = this;
    const { top, height } = layout.axis;
    const step = axisSteps.find((seconds) => this.x(seconds) >= 56) ?? 3600;
    context.fillStyle = theme.quiet;
    context.strokeStyle = theme.rule;
    context.font = `12px ${theme.font}`;
    context.textBaseline = "middle";
    context.lineWidth = 1;
    for (let time = 0; time <= this.duration; time += step) {
      const x = this.x(time);
      context.beginPath();
      context.moveTo(Math.round(x) + 0.5, layout.attention.top + layout.attention.height);
      context.lineTo(Math.round(x) + 0.5, top + 4);
      context.stroke();
      const label = step < 1 ? time.toFixed(1) : clock(time);
      const half = context.measureText(label).width / 2;
      context.textAlign = x < half ? "left" : x > this.width - half ? "right" : "center";
      context.fillText(label, context.textAlign === "left" ? 0 : Math.min(x, this.width), top + height / 2 + 2);
    }
  }
}
