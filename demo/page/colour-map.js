// @ts-check
/**
 * A perceptual colour map from paper to ink: lightness falls evenly in OKLab (Ottosson 2020), hue turns from pale green
 * over teal to deep blue. On a dark page it is read the other way round.
 */

/** @typedef {Uint8ClampedArray} ColourMap 256 RGBA colours */

/** @param {number} linear light, 0-1 */
function gamma(linear) {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

/**
 * OKLCH to sRGB.
 * @param {number} lightness 0-1
 * @param {number} chroma
 * @param {number} hue degrees
 * @returns {[number, number, number]} 0-255
 */
function oklchToRgb(lightness, chroma, hue) {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    255 * gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    255 * gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    255 * gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/**
 * @param {boolean} dark whether low values are dark, for a dark page
 * @returns {ColourMap}
 */
export function makeColourMap(dark) {
  const colours = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; ++i) {
    const ink = (dark ? 255 - i : i) / 255;
    const rgb = oklchToRgb(0.965 - 0.765 * ink, 0.012 + 0.07 * Math.sin(Math.PI * ink), 140 + 110 * ink);
    colours.set([...rgb, 255], 4 * i);
  }
  return colours;
}
