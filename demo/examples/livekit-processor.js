// @ts-check
/**
 * A LiveKit track processor that scores the person's own microphone and leaves the track as it is:
 *   await localAudioTrack.setProcessor(new EarfulProcessor({ onFlag }));
 */
import { monitor } from "earful/live";

/**
 * @typedef {import("livekit-client").Track.Kind.Audio} Audio
 * @typedef {import("livekit-client").AudioProcessorOptions} AudioProcessorOptions
 * @typedef {import("livekit-client").TrackProcessor<Audio, AudioProcessorOptions>} TrackProcessor
 */

/** @implements {TrackProcessor} */
export class EarfulProcessor {
  name = "earful";
  #options;
  /** @type {import("earful/live").Monitor | undefined} */
  #monitor;

  /** @param {import("earful/live").MonitorOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {AudioProcessorOptions} options */
  async init({ track }) {
    this.#monitor = await monitor(track, this.#options);
  }

  /**
   * The microphone has changed.
   * @param {AudioProcessorOptions} options
   */
  async restart(options) {
    try {
      this.#monitor?.replaceTrack(options.track);
    } catch {
      await this.destroy(); // a monitor that refuses a track goes on with the one before
      await this.init(options);
    }
  }

  async destroy() {
    await this.#monitor?.stop();
  }
}
