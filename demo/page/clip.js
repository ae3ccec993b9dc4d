// @ts-check
/** A clip: audio that the browser decoded, mixed to mono at the model's sample rate. */

/**
 * @typedef {object} Clip
 * @property {string} name
 * @property {AudioBuffer} audio one channel
 * @property {Float32Array<ArrayBuffer>} samples of that channel
 * @property {number} sampleRate Hz
 * @property {number} duration seconds
 */

/** The bytes could not be had, or the browser could not make audio of them. */
export class DecodeError extends Error {
  /**
   * @param {string} name of the clip
   * @param {unknown} cause
   */
  constructor(name, cause) {
    super(`${name} could not be decoded`, { cause });
    this.name = "DecodeError";
    this.clip = name;
  }
}

/**
 * @param {string} name
 * @param {ArrayBuffer} bytes a whole audio file; detached afterwards
 * @param {number} sampleRate Hz
 * @returns {Promise<Clip>}
 * @throws {DecodeError}
 */
export async function decodeClip(name, bytes, sampleRate) {
  // The browser resamples to the context's rate. At the model's own rate a long file needs a third of the memory.
  const context = new OfflineAudioContext(1, 1, sampleRate);
  let decoded;
  try {
    decoded = await context.decodeAudioData(bytes);
  } catch (error) {
    throw new DecodeError(name, error);
  }
  const audio = mixToMono(decoded);
  return { name, audio, samples: audio.getChannelData(0), sampleRate, duration: audio.duration };
}

/**
 * The mean of the channels.
 * @param {AudioBuffer} audio
 */
function mixToMono(audio) {
  const { numberOfChannels, length, sampleRate } = audio;
  if (numberOfChannels === 1) return audio;
  const mono = new AudioBuffer({ length, sampleRate, numberOfChannels: 1 });
  const mix = mono.getChannelData(0);
  for (let channel = 0; channel < numberOfChannels; ++channel) {
    const samples = audio.getChannelData(channel);
    for (let i = 0; i < length; ++i) mix[i] = (mix[i] ?? 0) + (samples[i] ?? 0) / numberOfChannels;
  }
  return mono;
}
