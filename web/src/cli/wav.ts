/** Decoded audio: a Float32Array for each channel, full scale at -1 to 1. */
export interface Audio {
  channelData: Float32Array[];
  sampleRate: number;
}

interface Format {
  read: (bytes: DataView, offset: number) => number;
  width: number; // bytes of a sample
  channels: number;
  sampleRate: number;
  /** Where the samples begin, and how many bytes they are; Infinity where a writer did not know. */
  start: number;
  length: number;
}

/** Whether the bytes begin a WAV file of PCM or float samples. */
export function isPlainWav(head: Uint8Array): boolean {
  return readHead(head) !== undefined;
}

/** Decodes what `isPlainWav` found so, as it comes. */
export async function* decodeWav(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Audio> {
  let format: Format | undefined;
  let rest: Uint8Array = new Uint8Array();
  let left = 0; // bytes of samples to come
  for await (let chunk of chunks) {
    if (!format) {
      format = readHead(chunk);
      if (!format) throw new Error("not a WAV file of PCM or float samples");
      left = format.length;
      chunk = chunk.subarray(format.start);
    }
    const { width, channels, sampleRate } = format;
    if (left < width * channels) continue; // something else than samples, read to its end but not kept
    const bytes = rest.length > 0 ? new Uint8Array(Buffer.concat([rest, chunk])) : chunk;
    const frames = Math.floor(Math.min(bytes.length, left) / (width * channels));
    rest = bytes.slice(frames * width * channels);
    left -= frames * width * channels;
    if (frames > 0) yield { channelData: separate(bytes, frames, format), sampleRate };
  }
}

function separate(bytes: Uint8Array, frames: number, { read, width, channels }: Format): Float32Array[] {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: channels }, (_, channel) =>
    new Float32Array(frames).map((_, frame) => read(data, (frame * channels + channel) * width)),
  );
}

// RF64 and BW64 are for what may be longer than 4 GB: there a chunk ds64 has the lengths.
const MAGICS = ["RIFF", "RF64", "BW64"];

// A length that ds64 has, or that a writer to a pipe leaves. Some leave 0 samples in a file that ends where they begin.
const UNKNOWN = 0xffffffff;

function readHead(head: Uint8Array): Format | undefined {
  const data = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const text = (offset: number) => String.fromCharCode(...head.subarray(offset, offset + 4));
  if (!MAGICS.includes(text(0)) || text(8) !== "WAVE") return undefined;
  let whole = data.getUint32(4, true); // of what comes after it
  let long = UNKNOWN; // of the samples, where their chunk does not say it
  let found: Omit<Format, "start" | "length"> | undefined;
  for (let offset = 12; offset + 8 <= head.length;) {
    const [name, size, start] = [text(offset), data.getUint32(offset + 4, true), offset + 8];
    if (name === "ds64" && start + 16 <= head.length) {
      whole = Number(data.getBigUint64(start, true));
      long = Number(data.getBigUint64(start + 8, true));
    }
    if (name === "fmt " && start + 16 <= head.length) found = readFormat(data, start, size);
    if (name === "data") {
      const length = size === UNKNOWN ? long : size;
      const unknown = length === UNKNOWN || (length === 0 && (whole === UNKNOWN || whole + 8 <= start));
      return found && { ...found, start, length: unknown ? Infinity : length };
    }
    offset = start + size + (size % 2);
  }
  return undefined;
}

function readFormat(data: DataView, start: number, size: number): Omit<Format, "start" | "length"> | undefined {
  const word = (offset: number) => data.getUint16(start + offset, true);
  const extensible = word(0) === 0xfffe && size >= 26 && start + 26 <= data.byteLength;
  const read = READERS[`${extensible ? word(24) : word(0)}:${word(14)}`];
  const channels = word(2);
  return read && channels > 0
    ? { read, width: word(14) / 8, channels, sampleRate: data.getUint32(start + 4, true) }
    : undefined;
}

// By the format's tag (1 PCM, 3 float) and its bits.
const READERS: Record<string, Format["read"]> = {
  "1:8": (data, at) => (data.getUint8(at) - 128) / 2 ** 7,
  "1:16": (data, at) => data.getInt16(at, true) / 2 ** 15,
  "1:24": (data, at) => (data.getInt16(at + 1, true) * 2 ** 8 + data.getUint8(at)) / 2 ** 23,
  "1:32": (data, at) => data.getInt32(at, true) / 2 ** 31,
  "3:32": (data, at) => data.getFloat32(at, true),
  "3:64": (data, at) => data.getFloat64(at, true),
};
