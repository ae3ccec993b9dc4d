// @ts-check
/** The last seconds of a voice as a picture that scrolls: time to the right, low pitch at the bottom. */

/** Columns a second. */
const columnRate = 25;
const rows = 48;
const lowest = 80;
const highest = 8000;
/** Decibels that are stretched over all colours. */
const range = { low: -95, high: -30 };

/** @param {number} hertz */
const mel = (hertz) => Math.log1p(hertz / 700);

/**
 * The first and last bin of each row, rows being equally wide in mel.
 * @param {number} binWidth hertz
 */
function binsOfRows(binWidth) {
  const step = (mel(highest) - mel(lowest)) / rows;
  const hertz = (/** @type {number} */ row) => 700 * Math.expm1(mel(lowest) + step * row);
  return Array.from({ length: rows }, (_, row) => {
    const first = Math.round(hertz(row) / binWidth);
    return { first, last: Math.max(first, Math.round(hertz(row + 1) / binWidth) - 1) };
  });
}

export class Spectrum {
  #analyser;
  #decibels;
  #bins;
  #columns;
  #canvas;
  #context;
  #newest = -1;

  /**
   * @param {AnalyserNode} analyser
   * @param {number} seconds that are kept
   */
  constructor(analyser, seconds) {
    this.#analyser = analyser;
    this.#decibels = new Float32Array(analyser.frequencyBinCount);
    this.#bins = binsOfRows(analyser.context.sampleRate / analyser.fftSize);
    this.#columns = Math.ceil(seconds * columnRate);
    this.#canvas = new OffscreenCanvas(this.#columns, rows);
    const context = this.#canvas.getContext("2d");
    if (!context) throw new Error("no 2-D canvas here");
    this.#context = context;
  }

  /**
   * Adds what is heard now; what was missed since the last call stays empty.
   * @param {number} time seconds of the stream
   * @param {import("../colour-map.js").ColourMap} colours
   */
  add(time, colours) {
    const column = Math.floor(time * columnRate);
    if (column <= this.#newest) return;
    const missed = Math.min(column - this.#newest - 1, this.#columns);
    for (let i = column - missed; i < column; ++i) this.#context.clearRect(i % this.#columns, 0, 1, rows);
    this.#newest = column;
    this.#analyser.getFloatFrequencyData(this.#decibels);
    const image = this.#context.createImageData(1, rows);
    this.#bins.forEach(({ first, last }, row) => {
      let loudest = -Infinity;
      for (let bin = first; bin <= last; ++bin) loudest = Math.max(loudest, this.#decibels[bin] ?? -Infinity);
      const share = Math.min(1, Math.max(0, (loudest - range.low) / (range.high - range.low)));
      const colour = 4 * Math.round(255 * share);
      image.data.set(colours.subarray(colour, colour + 4), 4 * (rows - 1 - row));
    });
    this.#context.putImageData(image, column % this.#columns, 0);
  }

  /**
   * Draws the seconds that end at `time`, with the newest at the right edge.
   * @param {CanvasRenderingContext2D} context
   * @param {number} time seconds of the stream
   * @param {{ left: number, top: number, width: number, height: number }} place
   */
  draw(context, time, { left, top, width, height }) {
    const newest = Math.floor(time * columnRate);
    const scale = width / this.#columns;
    // The ring's older part lies right of the newest column, the younger one left of it.
    const turn = ((newest % this.#columns) + 1) % this.#columns;
    const older = this.#columns - turn;
    if (older > 0) context.drawImage(this.#canvas, turn, 0, older, rows, left, top, older * scale, height);
    if (turn > 0) context.drawImage(this.#canvas, 0, 0, turn, rows, left + older * scale, top, turn * scale, height);
  }
}
