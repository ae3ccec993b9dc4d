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
}

/** Where the samples begin in a piece of the file, and how many bytes they are; Infinity where a writer did not know. */
interface Samples {
  format: Format;
  start: number;
  length: number;
}

/** Whether the bytes begin a WAV file of PCM or float samples, as far as they tell: the format may come later. */
export function isPlainWav(head: Uint8Array): boolean {
  if (head.length < 12 || !MAGICS.includes(text(head, 0)) || text(head, 8) !== "WAVE") return false;
  const header = new Header();
  header.push(head);
  return header.plain;
}

/** Decodes what `isPlainWav` found so, as it comes. */
export async function* decodeWav(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Audio> {
  const header = new Header();
  let samples: Samples | undefined;
  let rest: Uint8Array = new Uint8Array();
  let left = 0; // bytes of samples to come
  for await (let chunk of chunks) {
    if (!samples) {
      samples = header.push(chunk);
      if (!header.plain)
        throw new Error("its samples are neither PCM nor float, and it says so too late for other decoders");
      if (!samples) continue;
      left = samples.length;
      chunk = chunk.subarray(samples.start);
    }
    const { width, channels, sampleRate } = samples.format;
    if (left < width * channels) continue; // something else than samples, read to its end but not kept
    const bytes = join(rest, chunk);
    const frames = Math.floor(Math.min(bytes.length, left) / (width * channels));
    rest = bytes.slice(frames * width * channels);
    left -= frames * width * channels;
    if (frames > 0) yield { channelData: separate(bytes, frames, samples.format), sampleRate };
  }
  if (!samples) throw new Error("the WAV file ends without a data chunk, which has the samples");
}

function separate(bytes: Uint8Array, frames: number, { read, width, channels }: Format): Float32Array[] {
  const data = view(bytes);
  return Array.from({ length: channels }, (_, channel) =>
    new Float32Array(frames).map((_, frame) => read(data, (frame * channels + channel) * width)),
  );
}

// RF64 and BW64 are for what may be longer than 4 GB: there a chunk ds64 has the lengths.
const MAGICS = ["RIFF", "RF64", "BW64"];

// A length that ds64 has, or that a writer to a pipe leaves. Some leave 0 samples in a file that ends where they begin.
const UNKNOWN = 0xffffffff;

/** Walks through a WAV file's chunks as they come, up to the samples. Of what it passes it keeps nothing. */
class Header {
  /** False once the samples turn out to be neither PCM nor float. */
  plain = true;
  #format: Format | undefined;
  #whole = UNKNOWN; // bytes of the file after its own length
  #long = UNKNOWN; // of the samples, where their chunk does not say it
  #kept: Uint8Array = new Uint8Array(); // a chunk's beginning, too short to be read
  #passed = 0; // bytes of the file before it
  #next = 0; // from there to the next chunk

  /** Takes the file's next bytes. Gives the samples where they begin in them. */
  push(piece: Uint8Array): Samples | undefined {
    const bytes = join(this.#kept, piece);
    const data = view(bytes);
    while (this.#next + 8 <= bytes.length) {
      const [name, size, start] = [text(bytes, this.#next), data.getUint32(this.#next + 4, true), this.#next + 8];
      if (name === "data") return this.#samples(start - this.#kept.length, size, this.#passed + start);
      if (start + bytesRead(name, size) > bytes.length) break;
      this.#next = start + size + (size % 2);
      if (MAGICS.includes(name)) {
        this.#whole = size;
        this.#next = start + 4; // all other chunks are in this one
      } else if (name === "ds64") {
        this.#whole = Number(data.getBigUint64(start, true));
        this.#long = Number(data.getBigUint64(start + 8, true));
      } else if (name === "fmt ") {
        this.#format = readFormat(data, start, size);
        this.plain = this.#format !== undefined;
      }
    }
    const passed = Math.min(this.#next, bytes.length);
    this.#kept = bytes.slice(passed);
    this.#passed += passed;
    this.#next -= passed;
    return undefined;
  }

  #samples(start: number, size: number, place: number): Samples | undefined {
    this.plain = this.#format !== undefined;
    const length = size === UNKNOWN ? this.#long : size;
    const unknown = length === UNKNOWN || (length === 0 && (this.#whole === UNKNOWN || this.#whole + 8 <= place));
    return this.#format && { format: this.#format, start, length: unknown ? Infinity : length };
  }
}

/** How many of a chunk's bytes are read. */
function bytesRead(name: string, size: number): number {
  return name === "fmt " || name === "ds64" ? Math.max(16, Math.min(size, 26)) : 0;
}

function readFormat(data: DataView, start: number, size: number): Format | undefined {
  const word = (offset: number) => data.getUint16(start + offset, true);
  const extensible = word(0) === 0xfffe && size >= 26;
  const read = READERS[`${extensible ? word(24) : word(0)}:${word(14)}`];
  const channels = word(2);
  return read && channels > 0
    ? { read, width: word(14) / 8, channels, sampleRate: data.getUint32(start + 4, true) }
    : undefined;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.length > 0 ? new Uint8Array(Buffer.concat([a, b])) : b;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function text(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
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
