import type { Feed } from "./feed.js";
import type { Block, Input } from "./protocol.js";
import { Ring } from "./ring.js";

/** Where a stream's samples come from, on the worker's side. */
export interface StreamInput {
  /** Feeds what lies ready, where nothing else does it. */
  drain(): void;
  close(): void;
}

/** @param blockFrames the most that is pushed at once */
export function openInput({ ring, port }: Input, blockFrames: number, feed: Feed, onError: (error: unknown) => void) {
  return ring ? new RingInput(ring, blockFrames, feed) : new PortInput(port, feed, onError);
}

/** Shared memory, into which somebody looks from time to time: no message is sent for any sample. */
class RingInput implements StreamInput {
  readonly #ring: Ring;
  readonly #block: Float32Array;
  readonly #feed: Feed;

  constructor(memory: SharedArrayBuffer, blockFrames: number, feed: Feed) {
    this.#ring = new Ring(memory);
    this.#block = new Float32Array(blockFrames);
    this.#feed = feed;
  }

  drain(): void {
    for (let available = this.#ring.available; available > 0; available = this.#ring.available) {
      const block = this.#block.subarray(0, Math.min(available, this.#block.length));
      const position = this.#ring.read(block);
      this.#feed.push(block, position, this.#ring.lost);
    }
  }

  close(): void {
    // The ring is the page's.
  }
}

/** Blocks that are sent, and sent back to be filled again. */
class PortInput implements StreamInput {
  readonly #port: MessagePort;

  constructor(port: MessagePort, feed: Feed, onError: (error: unknown) => void) {
    this.#port = port;
    port.onmessage = ({ data: { samples, position, lost } }: MessageEvent<Block>) => {
      try {
        feed.push(samples, position, lost);
        port.postMessage(samples.buffer, [samples.buffer]);
      } catch (error) {
        onError(error);
      }
    };
  }

  drain(): void {
    // A message feeds each block.
  }

  close(): void {
    this.#port.close();
  }
}
