import type { ScoreEvent } from "../index.js";
import type { LiveEvent } from "./events.js";

/** Seconds before a voice was noticed that a detector has to hear again. */
const RUN_UP = 0.5;

/** What has to be known of a speaker to go on with another stream: after a pause, or where the worker broke off. */
export class Recovery {
  /** The latest second that was told of. */
  latest = 0;
  /** Seconds; what comes after it has not been told as final. Undefined while nobody speaks. */
  #unsettled: number | undefined;
  #settled = 0;
  #speaking = false;
  #score: ScoreEvent | undefined;
  readonly #coolDown: number;
  /** Until when each label was flagged. */
  readonly #flagged = new Map<string, number>();
  /** The same of what is heard twice. */
  readonly #repeated = new Map<string, number>();

  /** @param coolDown Seconds, as of a stream: the next stream knows nothing of this one's flags. */
  constructor(coolDown: number) {
    this.#coolDown = coolDown;
  }

  /**
   * Takes note of an event.
   *
   * @returns Whether it is to be told: not a flag that was told before the worker broke off, nor one of a label that has
   * not cooled down.
   */
  note(event: LiveEvent): boolean {
    this.latest = Math.max(this.latest, event.type === "speech" ? event.time : event.end);
    switch (event.type) {
      case "speech":
        this.#speaking = event.state === "started";
        this.#unsettled = this.#speaking ? Math.max(this.#settled, event.time - RUN_UP) : undefined;
        break;
      case "score":
        this.#score = event;
        this.#unsettled = event.start;
        break;
      case "utterance":
        this.#score = undefined;
        this.#settled = event.end;
        this.#unsettled = this.#speaking ? event.end : undefined;
        break;
      case "flag": {
        const before = this.#repeated.get(event.label);
        this.#repeated.delete(event.label);
        if (before !== undefined && event.start < before) return false;
        if (event.end - (this.#flagged.get(event.label) ?? -Infinity) < this.#coolDown) return false;
        this.#flagged.set(event.label, event.end);
      }
    }
    return true;
  }

  /**
   * The worker broke off.
   *
   * @param oldest the second from which on samples are still there
   * @returns What is to be told now, and the second from which on it has to be heard again. The final scores of an
   * utterance that began before `oldest` are its latest interim ones.
   */
  breakOff(oldest: number): { events: LiveEvent[]; from: number | undefined } {
    const events: LiveEvent[] = [];
    let from = this.#unsettled;
    if (this.#score && this.#score.start < oldest) {
      const { start, end, scores } = this.#score;
      events.push({ type: "utterance", start, end, scores, reasons: [], cut: "fault" });
      from = end;
    }
    if (this.#speaking) events.push({ type: "speech", state: "ended", time: this.latest });
    for (const event of events) this.note(event);
    this.#score = undefined;
    for (const [label, end] of this.#flagged) if (from !== undefined && from < end) this.#repeated.set(label, end);
    return { events, from };
  }
}
