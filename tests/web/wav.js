// @ts-check

/**
 * A WAV file of 32-bit float samples.
 * @param {Float32Array[]} channels of one length
 * @param {number} sampleRate
 */
export function wav(channels, sampleRate) {
  const frames = channels[0]?.length ?? 0;
  const bytes = frames * channels.length * 4;
  const file = Buffer.alloc(44 + bytes);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + bytes, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(3, 20); // IEEE float
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * channels.length * 4, 28);
  file.writeUInt16LE(channels.length * 4, 32);
  file.writeUInt16LE(32, 34);
  file.write("data", 36);
  file.writeUInt32LE(bytes, 40);
  channels.forEach((samples, channel) => {
    samples.forEach((sample, i) => file.writeFloatLE(sample, 44 + (i * channels.length + channel) * 4));
  });
  return file;
}
