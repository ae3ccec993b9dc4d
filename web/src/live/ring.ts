/** Positions of the header's numbers, all modulo 2^32: frames written, frames read, frames lost. */
const WRITTEN = 0;
const READ = 1;
const LOST = 2;
const HEADER = 4; // numbers, so that the samples are aligned to 16 bytes

/**
 * The newest samples of a stream, between one writer, which never waits, and one reader. It works on shared memory
 * between two threads as well as on memory of one. What was read stays until it is written over, so that a reader that
 * takes another's place can go back.
 */
export class Ring {
  readonly #header: Uint32Array;
  readonly #samples: Float32Array;
  readonly #mask: number;

  /** @param memory as `bytes` says, at first all zero */
  constructor(memory: ArrayBuffer | SharedArrayBuffer) {
    this.#header = new Uint32Array(memory, 0, HEADER);
    this.#samples = new Float32Array(memory, HEADER * 4);
    this.#mask = this.#samples.length - 1;
  }

  /** Of a ring for `frames` samples, a power of two. */
  static bytes(frames: number): number {
    return (HEADER + frames) * 4;
  }

  /** Frames that are written and not read, the oldest perhaps overwritten. */
  get available(): number {
    return (this.#load(WRITTEN) - this.#load(READ)) >>> 0;
  }

  /** Frames lost since the start, modulo 2^32: skipped by the writer, or overwritten before they were read. */
  get lost(): number {
    return this.#load(LOST);
  }

  /** The frame that `read` gives next, modulo 2^32. */
  get position(): number {
    return this.#load(READ);
  }

  /** At most as many samples as the ring holds. */
  write(block: Float32Array): void {
    const written = this.#load(WRITTEN);
    const at = written & this.#mask;
    const fits = this.#samples.length - at;
    if (block.length <= fits) {
      this.#samples.set(block, at);
    } else {
      this.#samples.set(block.subarray(0, fits), at);
      this.#samples.set(block.subarray(fits), 0);
    }
    Atomics.store(this.#header, WRITTEN, written + block.length);
  }

  /** Writes silence. */
  writeSilence(frames: number): void {
    const written = this.#load(WRITTEN);
    for (let i = 0; i < Math.min(frames, this.#samples.length); i++) {
      this.#samples[(written + frames - 1 - i) & this.#mask] = 0;
    }
    Atomics.store(this.#header, WRITTEN, written + frames);
  }

  addLost(frames: number): void {
    Atomics.add(this.#header, LOST, frames);
  }

  /**
   * Fills `block` with the next samples, which must be available; a block is less than half of the ring. Where samples
   * were written over they count as lost, and newer ones are read.
   *
   * @returns The position of the block's first sample.
   */
  read(block: Float32Array): number {
    for (;;) {
      const from = this.#skipOverwritten();
      const at = from & this.#mask;
      const fits = Math.min(block.length, this.#samples.length - at);
      block.set(this.#samples.subarray(at, at + fits));
      if (fits < block.length) block.set(this.#samples.subarray(0, block.length - fits), fits);
      if ((this.#load(WRITTEN) - from) >>> 0 > this.#limit) continue; // perhaps overtaken meanwhile
      Atomics.store(this.#header, READ, from + block.length);
      return from;
    }
  }

  /** Goes back to `position`, or as far as samples are still there. */
  rewind(position: number): void {
    const back = (this.#load(WRITTEN) - position) >>> 0;
    Atomics.store(this.#header, READ, this.#load(WRITTEN) - Math.min(back, this.#room));
  }

  /** Older samples may be being written over: the writer says so only afterwards. */
  get #limit(): number {
    return (this.#samples.length * 15) / 16;
  }

  /** Where the reader goes on, so that the writer does not overtake it at once. */
  get #room(): number {
    return (this.#samples.length * 14) / 16;
  }

  #skipOverwritten(): number {
    const { available } = this;
    if (available <= this.#limit) return this.#load(READ);
    const skipped = available - this.#room;
    this.addLost(skipped);
    Atomics.store(this.#header, READ, this.#load(READ) + skipped);
    return this.#load(READ);
  }

  #load(number: number): number {
    return Atomics.load(this.#header, number);
  }
}
