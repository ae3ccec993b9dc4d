// @ts-check
/** What the monitor said of one speaker in the last seconds: utterances, the one that goes on, and flags. */

/**
 * @typedef {import("earful/live").LiveUtteranceEvent} UtteranceEvent
 * @typedef {import("earful").ScoreEvent} ScoreEvent
 * @typedef {import("earful").FlagEvent} FlagEvent
 */

export class History {
  /** @type {UtteranceEvent[]} */
  utterances = [];
  /** @type {FlagEvent[]} */
  flags = [];
  /** @type {ScoreEvent | undefined} of the utterance that goes on */
  open;
  speaking = false;

  /** @param {number} seconds that are kept */
  constructor(seconds) {
    this.seconds = seconds;
  }

  /** The scores that were given last, of a whole utterance or of one that goes on. */
  get scores() {
    return this.open?.scores ?? this.utterances.at(-1)?.scores;
  }

  /** @param {import("earful").SpeechEvent | ScoreEvent | UtteranceEvent | FlagEvent} event */
  add(event) {
    if (event.type === "speech") this.speaking = event.state === "started";
    else if (event.type === "score") this.open = event;
    else if (event.type === "flag") this.flags.push(event);
    else if (event.type === "utterance") {
      this.open = undefined;
      this.utterances.push(event);
      this.#forget(event.end - this.seconds);
    }
  }

  /** @param {number} time seconds of the stream */
  #forget(time) {
    this.utterances = this.utterances.filter(({ end }) => end > time);
    this.flags = this.flags.filter(({ end }) => end > time);
  }
}
