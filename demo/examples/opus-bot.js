// @ts-check
/** A bot in Node or Electron that sits in a call and gets each speaker's Opus packets, as from Discord or an SFU. */
import { loadScorer } from "earful";
import { OpusDecoder } from "opus-decoder";

/** Opus packets decode to this rate, whatever they hold. */
const sampleRate = 48000;
/** A packet's length, if nothing else is known: 20 ms. */
const packetLength = 960;

/** One model, and a stream and decoder for each speaker. */
export class OpusBot {
  /** @type {Map<string, { decoder: OpusDecoder<undefined>, stream: import("earful").Stream, next: number }>} */
  #speakers = new Map();
  #scorer;
  #onEvent;

  /**
   * @param {(speaker: string, event: import("earful").StreamEvent) => void} onEvent
   * @param {import("earful").LoadOptions} [options]
   */
  static async start(onEvent, options) {
    return new OpusBot(await loadScorer(options), onEvent);
  }

  /**
   * @param {import("earful").Scorer} scorer
   * @param {(speaker: string, event: import("earful").StreamEvent) => void} onEvent
   */
  constructor(scorer, onEvent) {
    this.#scorer = scorer;
    this.#onEvent = onEvent;
  }

  /** @param {string} speaker */
  async join(speaker) {
    const decoder = new OpusDecoder({ channels: 1 });
    await decoder.ready;
    const stream = this.#scorer.stream({ sampleRate, onEvent: (event) => this.#onEvent(speaker, event) });
    this.#speakers.set(speaker, { decoder, stream, next: -1 });
  }

  /**
   * @param {string} speaker who has joined
   * @param {number} sequence of the packet; the RTP sequence number without its overflow
   * @param {Uint8Array} packet
   */
  receive(speaker, sequence, packet) {
    const state = this.#speakers.get(speaker);
    if (!state || sequence < state.next) return;
    // Lost packets, and those that discontinuous transmission did not send, are silence; a second at most.
    const lost = state.next < 0 ? 0 : Math.min(sequence - state.next, 50);
    if (lost > 0) state.stream.push(new Float32Array(lost * packetLength));
    state.next = sequence + 1;
    const { channelData } = state.decoder.decodeFrame(packet);
    if (channelData[0]) state.stream.push(channelData[0]);
  }

  /** @param {string} speaker */
  leave(speaker) {
    const state = this.#speakers.get(speaker);
    state?.stream.end();
    state?.stream.dispose();
    state?.decoder.free();
    this.#speakers.delete(speaker);
  }

  stop() {
    for (const speaker of [...this.#speakers.keys()]) this.leave(speaker);
    this.#scorer.dispose();
  }
}
