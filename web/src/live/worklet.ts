// The AudioWorklet's module. It stands alone and uses nothing but the language and the names below:
// AudioWorkletGlobalScope has no timers, no fetch, no URL, no TextDecoder, no performance.
import type { Block, WorkletOptions, WorkletRequest } from "./protocol.js";
import { Ring } from "./ring.js";

declare const currentFrame: number;
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: WorkletOptions }) => object,
): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** Buffers on their way between worklet and worker. */
const BUFFERS = 4;
/** What is heard where nothing is connected, or the track ended. */
const silence = new Float32Array(128);

class Tap extends AudioWorkletProcessor {
  readonly #ring: Ring;
  /** The context's frame that is due next. */
  #due: number;
  #started = false;
  #sender: Sender | undefined;
  #running = true;

  constructor({ processorOptions: { memory, frames, origin } }: { processorOptions: WorkletOptions }) {
    super();
    this.#ring = new Ring(memory ?? new ArrayBuffer(Ring.bytes(frames)));
    this.#due = origin;
    this.port.onmessage = ({ data }: MessageEvent<WorkletRequest>) => {
      if (data.type === "stop") this.#running = false;
      else this.#sender = new Sender(this.#ring, data.port, data.frames, data.from ?? this.#sender?.returned);
    };
  }

  process([[channel = silence] = []]: Float32Array[][]): boolean {
    const missing = currentFrame - this.#due;
    if (missing < 0 && !this.#started) return this.#running; // the page's clock was ahead by a quantum
    if (missing > 0) {
      // Silence where calls are missing, so that the clocks agree. Before the first call nothing was lost.
      this.#ring.writeSilence(missing);
      if (this.#started) this.#ring.addLost(missing);
    }
    this.#started = true;
    this.#ring.write(channel);
    this.#due = currentFrame + channel.length;
    this.#sender?.send();
    return this.#running;
  }
}

/** Where memory cannot be shared: sends blocks of the ring to the worker. */
class Sender {
  readonly #ring: Ring;
  readonly #port: MessagePort;
  readonly #frames: number;
  readonly #free: Float32Array<ArrayBuffer>[];
  /** Up to here the worker has had all and sent the buffers back. */
  returned: number;

  constructor(ring: Ring, port: MessagePort, frames: number, from: number | undefined) {
    this.#ring = ring;
    this.#port = port;
    this.#frames = frames;
    this.#free = Array.from({ length: BUFFERS }, () => new Float32Array(frames));
    if (from !== undefined) ring.rewind(from);
    this.returned = ring.position;
    port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      this.returned += frames;
      this.#free.push(new Float32Array(data));
      this.send();
    };
  }

  /** As long as there is a block to send and a buffer to send it in; what must wait waits in the ring. */
  send(): void {
    while (this.#ring.available >= this.#frames) {
      const samples = this.#free.pop();
      if (!samples) return;
      const position = this.#ring.read(samples);
      const block: Block = { position, samples, lost: this.#ring.lost };
      this.#port.postMessage(block, [samples.buffer]);
    }
  }
}

registerProcessor("earful-tap", Tap);
