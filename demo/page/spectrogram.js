// @ts-check
/** Log-mel features as a picture: time to the right, low filters at the bottom. */

/** Least range of values that is stretched over all colours: the hiss of a silent clip stays pale. */
const leastRange = 1.5;

/**
 * The values between which most of the picture lies.
 * @param {Float32Array} data
 */
function rangeOf(data) {
  // Every 7th value is plenty, and 7 has no factor in common with the numbers of filters (40, 80).
  const sorted = data.filter((_, i) => i % 7 === 0).sort();
  const low = sorted[Math.floor(0.1 * sorted.length)] ?? 0;
  const high = sorted[Math.floor(0.995 * sorted.length)] ?? 0;
  return { low, range: Math.max(high - low, leastRange) };
}

/**
 * @param {import("earful").LogMel} logMel
 * @param {import("./colour-map.js").ColourMap} colours
 * @returns {OffscreenCanvas} a pixel for each value; to be scaled
 */
export function drawSpectrogram({ data, frames, bins }, colours) {
  const canvas = new OffscreenCanvas(Math.max(1, frames), bins);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2-D canvas here");
  const image = context.createImageData(canvas.width, bins);
  const { low, range } = rangeOf(data);
  for (let frame = 0; frame < frames; ++frame) {
    for (let bin = 0; bin < bins; ++bin) {
      const value = ((data[frame * bins + bin] ?? 0) - low) / range;
      const colour = 4 * Math.round(255 * Math.min(1, Math.max(0, value)));
      image.data.set(colours.subarray(colour, colour + 4), 4 * ((bins - 1 - bin) * canvas.width + frame));
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
