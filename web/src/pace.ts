const HOP = 0.25; // seconds of new audio that are worth another look

/**
 * When to score an utterance that is still being spoken: each score of a cost of c seconds is followed by c / budget
 * seconds without one, so that such scores take the budget's share of a core and no more. Where the caller falls behind,
 * audio comes faster than time passes, and it is these scores that are left out.
 */
export class Pace {
  readonly #budget: number;
  readonly #clock: () => number;
  #nextTime = 0;
  #nextAudio = 0;

  /** @param clock in milliseconds */
  constructor(budget: number, clock: () => number) {
    this.#budget = budget;
    this.#clock = clock;
  }

  /** Runs `score` if its time has come. `audio` is how much there was so far, in seconds. */
  run(audio: number, score: () => void): void {
    if (this.#budget <= 0 || audio < this.#nextAudio || this.#clock() < this.#nextTime) return;
    const start = this.#clock();
    score();
    const end = this.#clock();
    this.#nextTime = end + (end - start) / this.#budget;
    this.#nextAudio = audio + HOP;
  }
}
