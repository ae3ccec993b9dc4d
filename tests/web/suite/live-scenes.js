// @ts-check
import { readSafetensors } from "../safetensors.js";

/**
 * @typedef {object} LiveKit
 * @property {(name: string, run: () => Promise<void>) => void} test
 * @property {typeof import("chai").assert} assert
 * @property {typeof import("earful")} earful
 * @property {typeof import("earful/live").monitor} monitor
 * @property {import("../page/resources.js").Resources} resources
 */

/** Hertz, of the clips and of the contexts in which samples have to stay what they are. */
export const RATE = 16000;

/**
 * What the live suites play and compare with.
 * @param {Pick<LiveKit, "earful" | "resources">} kit
 */
export function liveScenes({ earful, resources }) {
  /** Speech of 3.7 s. */
  const sentence = (async () => {
    const response = await fetch("/tests/vectors/clips.safetensors");
    const { tensors } = readSafetensors(new Uint8Array(await response.arrayBuffer()));
    const samples = tensors.get("sentence");
    if (!samples) throw new Error("no sentence");
    return samples;
  })();

  /**
   * A context of the test's own, with the sentence as often as one likes, and what it plays as node and as track.
   * @param {number} [sampleRate]
   */
  async function player(sampleRate = RATE) {
    const context = resources.ownContext({ sampleRate });
    const speech = await sentence;
    const buffer = context.createBuffer(1, speech.length, RATE);
    buffer.copyToChannel(new Float32Array(speech), 0);
    const node = new GainNode(context);
    const destination = context.createMediaStreamDestination();
    node.connect(destination);
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new Error("no track");
    return {
      context,
      node,
      track,
      stream: destination.stream,
      /**
       * Plays it once, or over and over.
       * @param {boolean} [loop]
       */
      say(loop = false) {
        const source = new AudioBufferSourceNode(context, { buffer, loop });
        source.connect(node);
        // Not before the audio thread knows of it; and at a whole frame, so that nothing is interpolated.
        const when = Math.ceil((context.currentTime + 0.5) * 8) / 8;
        source.start(when);
        return { source, when };
      },
      async end() {
        track.stop();
        await context.close();
      },
    };
  }

  /**
   * What score() gives the samples of an utterance.
   * @param {import("earful/live").LiveUtteranceEvent} utterance
   * @param {number} said the second of the stream when the sentence began
   * @param {boolean} [loop] over and over
   */
  async function scoresOf({ start, end }, said, loop = false) {
    const speech = await sentence;
    const first = Math.round((start - said) * RATE);
    const samples = Float32Array.from({ length: Math.round((end - start) * RATE) }, (_, i) => {
      const at = first + i;
      return speech[loop && at >= 0 ? at % speech.length : at] ?? 0;
    });
    const scorer = await earful.loadScorer();
    const { scores } = scorer.score(samples, RATE);
    scorer.dispose();
    return scores;
  }

  return { player, scoresOf };
}
