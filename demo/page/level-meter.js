// @ts-check
/** The microphone's level over the last seconds, as bars that move in from the right; the newest is the level now. */

/** Seconds that a bar stands for. */
const barTime = 0.1;
/** CSS pixels from one bar to the next. */
const barPitch = 5;
/** Levels from -60 dB to 0 dB fill the height. */
const decibels = 60;

export class LevelMeter {
  #canvas;
  /** @type {Float32Array} the highest level of each bar's time, 0-1 of the height */
  #bars;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} limit seconds
   */
  constructor(canvas, limit) {
    this.#canvas = canvas;
    this.#bars = new Float32Array(Math.ceil(limit / barTime) + 1);
  }

  /** @param {boolean} shown with an empty history */
  show(shown) {
    this.#bars.fill(0);
    this.#canvas.hidden = !shown;
  }

  /**
   * @param {number} time seconds since the start
   * @param {number} level root mean square, 0-1
   */
  add(time, level) {
    const bar = Math.min(Math.floor(time / barTime), this.#bars.length - 1);
    const height = 1 + (20 * Math.log10(Math.max(level, 1e-6))) / decibels;
    this.#bars[bar] = Math.max(this.#bars[bar] ?? 0, height);
    this.#draw(bar);
  }

  /** @param {number} newest bar */
  #draw(newest) {
    const canvas = this.#canvas;
    const { clientWidth: width, clientHeight: height } = canvas;
    const context = canvas.getContext("2d");
    if (!context) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    context.fillStyle = getComputedStyle(canvas).color;
    for (let bar = newest, x = width - barPitch + 1; bar >= 0 && x > -barPitch; --bar, x -= barPitch) {
      const length = Math.max(2, (this.#bars[bar] ?? 0) * height);
      context.globalAlpha = bar === newest ? 1 : 0.55;
      context.fillRect(x, (height - length) / 2, barPitch - 2, length);
    }
  }
}
