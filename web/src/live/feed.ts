import { AudioError, type EarfulError, type Scorer, type Stream, type StreamCost, type StreamEvent } from "../index.js";
import type { StreamSettings } from "./events.js";

/** Seconds; a longer pause ends the stream's part in place of being pushed as silence. */
const LONGEST_SILENCE = 1;

/** Brings samples with their frame numbers to the scorer's stream, and its events to the clock of those numbers. */
export class Feed {
  readonly #scorer: Scorer;
  readonly #sampleRate: number;
  readonly #settings: StreamSettings;
  readonly #onEvent: (event: StreamEvent) => void;
  readonly #onLost: (error: EarfulError) => void;
  #stream: Stream | undefined;
  /** The frame that the stream began with. */
  #origin = 0;
  /** The frame that is due next. */
  #due: number;
  #lost: number | undefined;
  /** Of the streams before the present one. */
  #cost: StreamCost = { work: 0, audio: 0 };

  /**
   * @param near a frame near the first, whose position is told modulo 2^32
   * @throws EarfulError what the scorer's `stream` refuses
   */
  constructor(
    scorer: Scorer,
    sampleRate: number,
    settings: StreamSettings,
    near: number,
    listeners: { onEvent: (event: StreamEvent) => void; onLost: (error: EarfulError) => void },
  ) {
    this.#scorer = scorer;
    this.#sampleRate = sampleRate;
    this.#settings = settings;
    this.#due = near;
    this.#onEvent = listeners.onEvent;
    this.#onLost = listeners.onLost;
    this.#stream = this.#open(); // at once, so that wrong settings are refused here
  }

  /**
   * @param position the first sample's frame, modulo 2^32
   * @param lost frames lost since the capture's start, modulo 2^32
   */
  push(samples: Float32Array, position: number, lost: number): void {
    this.#tellLost(lost);
    const missing = (position - this.#due) | 0;
    if (missing !== 0) this.#bridge(missing);
    this.#stream ??= this.#open();
    this.#stream.push(samples);
    this.#due += samples.length;
  }

  /** Of all streams so far. */
  get cost(): StreamCost {
    const { work, audio } = this.#stream?.cost ?? { work: 0, audio: 0 };
    return { work: this.#cost.work + work, audio: this.#cost.audio + audio };
  }

  /** Ends the utterance in progress. The next samples open another stream, on the same clock. */
  flush(): void {
    this.#stream?.end();
    this.#cost = this.cost;
    this.#stream?.dispose();
    this.#stream = undefined;
  }

  #open(): Stream {
    this.#origin = this.#due;
    return this.#scorer.stream({
      ...this.#settings,
      sampleRate: this.#sampleRate,
      onEvent: (event) => {
        this.#onEvent(shifted(event, this.#origin / this.#sampleRate));
      },
    });
  }

  /** Goes over `missing` frames, back where negative. */
  #bridge(missing: number): void {
    if (this.#stream && missing > 0 && missing <= LONGEST_SILENCE * this.#sampleRate) {
      this.#stream.push(new Float32Array(missing));
    } else {
      this.flush();
    }
    this.#due += missing;
  }

  #tellLost(lost: number): void {
    const more = (lost - (this.#lost ?? lost)) >>> 0;
    this.#lost = lost;
    if (more === 0) return;
    const milliseconds = Math.round((1000 * more) / this.#sampleRate);
    this.#onLost(
      new AudioError("audio_lost", `${more} frames (${milliseconds} ms) were lost; silence stands in for them`),
    );
  }
}

function shifted(event: StreamEvent, by: number): StreamEvent {
  switch (event.type) {
    case "speech":
      return { ...event, time: event.time + by };
    case "utterance": {
      const reasons = event.reasons.map((reason) => ({ ...reason, start: reason.start + by, end: reason.end + by }));
      return { ...event, start: event.start + by, end: event.end + by, reasons };
    }
    case "score":
    case "flag":
      return { ...event, start: event.start + by, end: event.end + by };
    case "error":
      return event;
  }
}
