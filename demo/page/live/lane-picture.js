// @ts-check
/** Draws the last seconds of one speaker: utterances with their scores, flags, the spectrum, what carried the scores. */
import { percent } from "../format.js";

/** @typedef {import("../timeline-picture.js").Theme} Theme */

/** Tops and heights in CSS pixels; the style sheet gives the canvas the total height. */
export const layout = {
  strip: { top: 10, height: 26 },
  spectrum: { top: 42, height: 112 },
  reasons: { top: 158, height: 5 },
  axis: { top: 166, height: 18 },
};

export class LanePicture {
  /**
   * @param {CanvasRenderingContext2D} context scaled to CSS pixels
   * @param {number} width CSS pixels
   * @param {number} seconds over the whole width
   * @param {number} now seconds of the stream, at the right edge
   * @param {Theme} theme
   */
  constructor(context, width, seconds, now, theme) {
    this.context = context;
    this.width = width;
    this.seconds = seconds;
    this.now = now;
    this.theme = theme;
  }

  /** @param {number} time seconds of the stream */
  x(time) {
    return this.width + ((time - this.now) / this.seconds) * this.width;
  }

  /**
   * @param {{ start: number, end: number }} utterance
   * @param {number} score of the label that is shown
   * @param {boolean} open whether it goes on
   */
  drawUtterance({ start, end }, score, open) {
    const { context, theme } = this;
    const { top, height } = layout.strip;
    const left = this.x(start);
    const width = Math.max(1, this.x(end) - left - 1);
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.06 + 0.44 * score;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
    context.fillRect(left, top + height - 3, width * score, 3);
    if (open) {
      context.strokeStyle = theme.accent;
      context.setLineDash([3, 3]);
      context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
      context.setLineDash([]);
    }
    if (width < 40) return;
    context.fillStyle = theme.ink;
    context.font = `600 13px ${theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(percent(score), Math.max(left, 0) + 8, top + height / 2 - 0.5);
  }

  /** @param {{ start: number, end: number }} span that carried a score */
  drawReason({ start, end }) {
    const { top, height } = layout.reasons;
    const left = this.x(start);
    this.context.fillStyle = this.theme.accent;
    this.context.fillRect(left, top, Math.max(2, this.x(end) - left), height);
  }

  /**
   * @param {number} time seconds of the stream at which a flag was raised
   * @param {string} name of what was flagged
   */
  drawFlag(time, name) {
    const { context, theme } = this;
    const x = Math.round(this.x(time)) + 0.5;
    context.strokeStyle = context.fillStyle = theme.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, layout.spectrum.top + layout.spectrum.height);
    context.stroke();
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x - 14, 5);
    context.lineTo(x, 10);
    context.fill();
    context.fillStyle = theme.ink;
    context.font = `600 11px ${theme.font}`;
    context.textBaseline = "middle";
    const room = context.measureText(name).width + 18;
    context.textAlign = x > room ? "right" : "left";
    context.fillText(name, x > room ? x - 18 : x + 4, 5);
  }

  drawAxis() {
    const { context, theme } = this;
    const { top, height } = layout.axis;
    context.fillStyle = theme.quiet;
    context.strokeStyle = theme.rule;
    context.font = `12px ${theme.font}`;
    context.textBaseline = "middle";
    for (let ago = 0; ago <= this.seconds; ago += 5) {
      const x = this.x(this.now - ago);
      context.beginPath();
      context.moveTo(Math.round(x) - 0.5, top - 2);
      context.lineTo(Math.round(x) - 0.5, top + 3);
      context.stroke();
      context.textAlign = ago === 0 ? "right" : x < 20 ? "left" : "center";
      if (this.width / this.seconds > 9 || ago % 10 === 0) {
        context.fillText(ago === 0 ? "now" : `−${ago} s`, x, top + height / 2 + 3);
      }
    }
  }
}
