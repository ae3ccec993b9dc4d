// @ts-check
/**
 * The record button with its level meter. Dispatches "recorded" when `bytes` holds a recording, "refused" when `error`
 * holds the reason why there is none.
 */
import { find } from "./element.js";
import { clock } from "./format.js";
import { LevelMeter } from "./level-meter.js";
import { Recorder } from "./recorder.js";

export class RecordControl extends EventTarget {
  #button = find("record", HTMLButtonElement);
  #label = find("record-label", HTMLElement);
  #note = find("record-note", HTMLElement);
  #meter = new LevelMeter(find("meter", HTMLCanvasElement), Recorder.limit);
  /** @type {Recorder | undefined} */
  #recorder;

  /** @type {Promise<ArrayBuffer>} */
  bytes = Promise.resolve(new ArrayBuffer(0));
  /** @type {unknown} */
  error;

  constructor() {
    super();
    this.#button.addEventListener("click", () => {
      if (this.#recorder) this.#recorder.stop();
      else void this.#record();
    });
  }

  async #record() {
    // One question to the person at a time.
    this.#button.disabled = true;
    this.#note.textContent = "Waiting for permission…";
    try {
      this.#recorder = await Recorder.start();
      this.#show(true);
      this.#tick(this.#recorder);
      const bytes = await this.#recorder.recording;
      this.bytes = Promise.resolve(bytes);
      this.dispatchEvent(new Event("recorded"));
    } catch (error) {
      this.error = error;
      this.dispatchEvent(new Event("refused"));
    }
    this.#recorder = undefined;
    this.#show(false);
  }

  /** @param {boolean} recording */
  #show(recording) {
    const hadFocus = this.#button.disabled;
    this.#button.disabled = false;
    if (hadFocus) this.#button.focus({ preventScroll: true }); // an error may have been scrolled to
    this.#button.classList.toggle("recording", recording);
    this.#label.textContent = recording ? "Stop and score" : "Start recording";
    this.#meter.show(recording);
    this.#note.textContent = `Up to ${Recorder.limit} seconds.`;
  }

  /** @param {Recorder} recorder */
  #tick(recorder) {
    if (!recorder.active) return;
    this.#meter.add(recorder.elapsed, recorder.level());
    this.#note.textContent = `${clock(recorder.elapsed)} of ${clock(Recorder.limit)}`;
    requestAnimationFrame(() => this.#tick(recorder));
  }
}
