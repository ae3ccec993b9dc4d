import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

/** A piece of a file's audio, mixed to one channel. */
export interface Piece {
  samples: Float32Array;
  sampleRate: number;
  /** Of the file's bytes, how many have been read: 0-1. */
  progress: number;
}

const CHUNK = 2 ** 18; // bytes; half a minute of mp3

/** Decodes a file of any format that audio-decode knows, piece by piece. */
export async function* decodeFile(path: string): AsyncGenerator<Piece> {
  const { decodeChunked, audioType } = await decoders();
  const { head, size } = await begin(path);
  if (size === 0) throw new Error("the file is empty");
  const format = audioType(head);
  if (format === undefined) throw new Error("not audio of a known format");
  let read = 0;
  const chunks = async function* () {
    for await (const buffer of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      read += buffer.length;
      // A Buffer's slice() is not the copy that the decoders take it for.
      yield new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
    }
  };
  const pieces = decodeChunked(chunks(), format as Parameters<typeof decodeChunked>[1]);
  for await (const { channelData, sampleRate } of pieces) {
    yield { samples: mix(channelData), sampleRate, progress: read / size };
  }
}

// The decoders weigh 7 MB and some are GPL: they are an optional peer, so that only who scores files installs them.
async function decoders() {
  try {
    const [{ decodeChunked }, { default: audioType }] = await Promise.all([
      import("audio-decode"),
      import("audio-type"),
    ]);
    return { decodeChunked, audioType };
  } catch (cause) {
    throw new Error("decoding files needs two more packages: npm install audio-decode audio-type", { cause });
  }
}

async function begin(path: string): Promise<{ head: Uint8Array; size: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = new Uint8Array(Math.min(size, 2 ** 16));
    await file.read(head);
    return { head, size };
  } finally {
    await file.close();
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
