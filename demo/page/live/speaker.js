// @ts-check
/** Somebody who is listened to: the package's monitor of their voice, and a lane on the page that shows it. */
import { monitor } from "/earful/live/index.js";
import { Lane } from "./lane.js";

/**
 * @typedef {import("earful/live").Monitor} Monitor
 * @typedef {import("./history.js").UtteranceEvent} UtteranceEvent
 * @typedef {import("earful").FlagEvent} FlagEvent
 */

/**
 * @typedef {object} Listener what a speaker tells the page, with times in seconds since listening began
 * @property {(speaker: Speaker, utterance: UtteranceEvent) => void} onUtterance
 * @property {(speaker: Speaker, flag: FlagEvent) => void} onFlag
 * @property {(progress: import("earful").Progress) => void} onProgress of the model's download
 * @property {(error: unknown) => void} onError
 */

export class Speaker {
  #stream;
  #listener;
  #analyser;
  #source;
  /** @type {Monitor | undefined} */
  #monitor;
  /** @type {Lane | undefined} */
  #lane;
  /** @type {"cnn" | import("earful").RemoteFile} */
  #model = "cnn";
  /** @type {{ operatingPoint?: string, thresholds?: Record<string, number> } | undefined} when to flag from now on */
  #wanted;
  /** @type {Promise<void> | undefined} that a monitor takes another's place */
  #changing;
  /** The time of the monitor's audio context when listening began. */
  #began = 0;

  /**
   * @param {string} name
   * @param {MediaStream} stream
   * @param {AudioContext} context for the picture alone
   * @param {Listener} listener
   */
  constructor(name, stream, context, listener) {
    this.name = name;
    this.#stream = stream;
    this.#listener = listener;
    this.#analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
    this.#source = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
    this.#source.connect(this.#analyser);
  }

  /**
   * @param {"cnn" | import("earful").RemoteFile} model
   * @param {string} operatingPoint
   * @returns {Promise<{ info: import("earful").ModelInfo, lane: HTMLElement }>}
   */
  async listen(model, operatingPoint) {
    this.#model = model;
    this.#monitor = await this.#open({ operatingPoint });
    const { info, context, contextTimeOffset } = this.#monitor;
    this.#began = contextTimeOffset;
    this.#lane = new Lane(this.name, info.labels, this.#analyser, () => context.currentTime - this.#began);
    this.#lane.setThresholds(info.operating_points[operatingPoint] ?? {});
    return { info, lane: this.#lane.root };
  }

  /**
   * Flags at other thresholds from now on; what is being said at the moment is scored as far as it is.
   * @param {import("./threshold-control.js").ThresholdControl} control
   */
  flagAt({ thresholds, operatingPoint }) {
    this.#lane?.setThresholds(thresholds);
    this.#wanted = operatingPoint ? { operatingPoint } : { thresholds };
    this.#changing ??= this.#change()
      .catch((error) => this.#listener.onError(error))
      .finally(() => (this.#changing = undefined));
  }

  /** One monitor after the other, as an arrow key that is held down wants another with every step. */
  async #change() {
    for (let when = this.#wanted; when; when = this.#wanted) {
      this.#wanted = undefined;
      const before = this.#monitor;
      if (!before || before.state === "stopped") return;
      this.#monitor = await this.#open(when);
      await before.stop();
    }
  }

  /** What listening has cost since the thresholds were set. */
  async cost() {
    return this.#monitor?.cost() ?? { work: 0, audio: 0 };
  }

  async stop() {
    this.#wanted = undefined;
    await this.#changing;
    await this.#monitor?.stop();
    this.#lane?.stop();
    this.#source.disconnect();
  }

  /** @param {{ operatingPoint?: string, thresholds?: Record<string, number> }} when to flag */
  async #open(when) {
    // From the monitor's clock to the time since listening began: the first monitor begins with it.
    let offset = 0;
    const opened = await monitor(this.#stream, {
      ...when,
      model: this.#model,
      onProgress: (progress) => this.#listener.onProgress(progress),
      onSpeech: (event) => this.#lane?.add({ ...event, time: event.time + offset }),
      onScore: (event) => this.#lane?.add(shifted(event, offset)),
      onUtterance: (event) => {
        const told = shifted(event, offset);
        this.#lane?.add({ ...told, reasons: told.reasons.map((reason) => shifted(reason, offset)) });
        this.#listener.onUtterance(this, told);
      },
      onFlag: (event) => {
        const told = shifted(event, offset);
        this.#lane?.add(told);
        this.#listener.onFlag(this, told);
      },
      onError: (error) => this.#listener.onError(error),
    });
    if (this.#monitor) offset = opened.contextTimeOffset - this.#began;
    return opened;
  }
}

/**
 * @template {{ start: number, end: number }} T
 * @param {T} event
 * @param {number} seconds
 * @returns {T}
 */
function shifted(event, seconds) {
  return { ...event, start: event.start + seconds, end: event.end + seconds };
}
