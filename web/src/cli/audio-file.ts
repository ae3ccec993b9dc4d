import { createReadStream, fstatSync, open } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { type Audio, decodeWav, isPlainWav } from "./wav.js";

/** A piece of a file's audio, mixed to one channel. */
export interface Piece {
  samples: Float32Array;
  sampleRate: number;
  /** Of the file's bytes, how many have been read: 0-1. Undefined for standard input. */
  progress: number | undefined;
}

const CHUNK = 2 ** 18; // bytes; half a minute of mp3
const HEAD = 2 ** 16; // bytes that tell the format

/** Decodes a file, or standard input for "-", piece by piece. */
export async function* decodeFile(path: string): AsyncGenerator<Piece> {
  const { input, size } = await openFile(path);
  try {
    const bytes = chunksOf(input);
    const head = await bytes.next();
    if (head.done) throw new Error("the file is empty");
    let read = 0;
    const chunks = async function* () {
      for (let chunk: IteratorResult<Uint8Array, void> = head; !chunk.done; chunk = await bytes.next()) {
        read += chunk.value.length;
        yield chunk.value;
      }
    };
    const pieces = isPlainWav(head.value) ? decodeWav(chunks()) : await decodeOther(head.value, chunks());
    for await (const { channelData, sampleRate } of pieces) {
      yield { samples: mix(channelData), sampleRate, progress: size && Math.min(1, read / size) };
    }
  } finally {
    input.destroy();
  }
}

async function openFile(path: string): Promise<{ input: Readable; size: number | undefined }> {
  const fd = path === "-" ? 0 : await promisify(open)(path, "r");
  const stats = fstatSync(fd);
  // A read in the thread pool cannot be broken off: of a pipe it would keep the process alive until the writer ends.
  const input =
    stats.isFIFO() || stats.isSocket()
      ? new Socket({ fd, readable: true, writable: false })
      : createReadStream(path, { fd, autoClose: fd !== 0, highWaterMark: CHUNK });
  return { input, size: stats.isFile() && fd !== 0 ? stats.size : undefined };
}

/** What is read, the first chunk long enough to tell the format. */
async function* chunksOf(input: Readable): AsyncGenerator<Uint8Array, void> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const buffer of input as AsyncIterable<Buffer>) {
    // A Buffer's slice() is not the copy that the decoders take it for.
    const chunk = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
    if (!head) {
      yield chunk;
      continue;
    }
    head = new Uint8Array(Buffer.concat([head, chunk]));
    if (head.length < HEAD) continue;
    yield head;
    head = undefined;
  }
  if (head?.length) yield head;
}

// The decoders weigh 7 MB and some are GPL: they are an optional peer, so that only who needs them installs them.
async function decodeOther(head: Uint8Array, chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Audio>> {
  const { decodeChunked, audioType } = await decoders();
  const format = audioType(head.slice()); // of a view it would read the whole buffer
  if (format === undefined) throw new Error("not audio of a known format");
  return decodeChunked(chunks, format as Parameters<typeof decodeChunked>[1]);
}

async function decoders() {
  try {
    const [{ decodeChunked }, { default: audioType }] = await Promise.all([
      import("audio-decode"),
      import("audio-type"),
    ]);
    return { decodeChunked, audioType };
  } catch (cause) {
    const message =
      "decoding what is no PCM or float WAV file needs two more packages: npm install audio-decode audio-type";
    throw new Error(message, { cause });
  }
}

function mix(channels: Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (!first) return new Float32Array();
  if (others.length === 0) return first;
  const mono = Float32Array.from(first);
  for (const channel of others) channel.forEach((sample, i) => (mono[i] = (mono[i] ?? 0) + sample));
  return mono.map((sum) => sum / channels.length);
}
