// @ts-check
/** @typedef {import("earful/live").MonitorOptions} MonitorOptions */

/**
 * @param {() => boolean} condition
 * @param {string} what is waited for
 * @param {number} [milliseconds]
 */
export async function until(condition, what, milliseconds = 20_000) {
  for (const start = performance.now(); !condition();) {
    if (performance.now() - start > milliseconds) throw new Error(`waited in vain: ${what}`);
    await pause(10);
  }
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Keeps what a monitor tells. */
export class Listener {
  /** @type {import("earful").SpeechEvent[]} */
  speech = [];
  /** @type {import("earful").ScoreEvent[]} */
  scores = [];
  /** @type {import("earful/live").LiveUtteranceEvent[]} */
  utterances = [];
  /** @type {import("earful").FlagEvent[]} */
  flags = [];
  /** @type {import("earful").EarfulError[]} */
  errors = [];
  /** @type {string[]} */
  states = [];

  get count() {
    return this.speech.length + this.scores.length + this.utterances.length + this.flags.length;
  }

  /**
   * @param {MonitorOptions} [more]
   * @returns {MonitorOptions}
   */
  options(more = {}) {
    return {
      onSpeech: (event) => this.speech.push(event),
      onScore: (event) => this.scores.push(event),
      onUtterance: (event) => this.utterances.push(event),
      onFlag: (event) => this.flags.push(event),
      onError: (error) => this.errors.push(error),
      onState: (state) => this.states.push(state),
      ...more,
    };
  }

  /** Waits until somebody speaks. */
  async started() {
    await until(() => this.speech.length > 0, `a voice (${this.#told()})`);
  }

  /**
   * Waits for the `count`th utterance.
   * @param {number} count
   */
  async utterance(count) {
    await until(() => this.utterances.length >= count, `utterance ${count}`).catch((error) => {
      throw new Error(`${error.message}; ${this.#told()}`);
    });
    return /** @type {import("earful/live").LiveUtteranceEvent} */ (this.utterances[count - 1]);
  }

  #told() {
    const { speech, scores, utterances, errors, states } = this;
    const brief = speech.map(({ state, time }) => `${state} ${time.toFixed(2)}`);
    return JSON.stringify({ brief, scores: scores.length, utterances, errors: errors.map(String), states });
  }
}
