import type { CoreEvent, CoreScorer, CoreStream, Result } from "./bridge.js";
import { coreError, EarfulError, valueOf } from "./errors.js";
import { forgotten, Handle } from "./handle.js";
import { Pace } from "./pace.js";
import type { Policy } from "./policy.js";
import { bytesOf, type Scorer } from "./scorer.js";
import type { StreamEvent } from "./stream-events.js";
import { readStreamOptions } from "./stream-options.js";

export interface StreamOptions extends Policy {
  /** Of all samples that will be pushed, 8,000-192,000 Hz. */
  sampleRate: number;
  /** Called for each event, from within `push` and `end`. What it throws comes out of these, after the other events. */
  onEvent: (event: StreamEvent) => void;
  /** The share of one core that scores of unfinished utterances may take. Default 0.0125; 0: none are made. */
  budget?: number | undefined;
  /** Seconds without voice that end an utterance. Default 0.3. */
  silence?: number | undefined;
  /** Seconds; shorter utterances are not scored. Default 1. */
  minimum?: number | undefined;
  /** Seconds of low scores or silence after which a label may be flagged again. Default 5. */
  coolDown?: number | undefined;
  /** Milliseconds, to measure the cost by. Default `performance.now`, or `Date.now` where there is none. */
  clock?: (() => number) | undefined;
}

/** What a stream has cost, in seconds. */
export interface StreamCost {
  /** Time spent in `push` and `end`, without that of `onEvent`. Their ratio is the share of a core in real time. */
  work: number;
  /** Audio that was pushed. */
  audio: number;
}

/**
 * One speaker's audio, scored while it comes. Made by `scorer.stream`. Its memory does not grow with its length.
 */
export class Stream implements Disposable {
  /** What scores it; kept at hand so that it is not collected before its streams. */
  readonly scorer: Scorer;
  readonly #handle: Handle<CoreStream>;
  readonly #sampleRate: number;
  readonly #onEvent: (event: StreamEvent) => void;
  readonly #pace: Pace;
  readonly #clock: () => number;
  #work = 0; // milliseconds
  readonly #queue: StreamEvent[] = [];
  #delivering = false;
  #pushed = 0;
  #speaking = false;
  #ended = false;

  /** @internal */
  constructor(scorer: Scorer, owner: Handle<CoreScorer>, given: unknown) {
    const { options, coreOptions, budget, clock } = readStreamOptions(given, scorer.info);
    const { engine } = owner;
    const core = engine.run((bridge) => bridge.Stream.create(owner.core, coreOptions));
    this.scorer = scorer;
    this.#handle = new Handle(engine, valueOf(core), "stream", owner);
    this.#sampleRate = options.sampleRate;
    this.#onEvent = options.onEvent;
    this.#pace = new Pace(budget, clock);
    this.#clock = clock;
    forgotten.register(this, this.#handle, this);
  }

  /** What the stream has cost so far. */
  get cost(): StreamCost {
    return { work: this.#work / 1000, audio: this.#pushed / this.#sampleRate };
  }

  /**
   * Takes the next samples and calls `onEvent` with what they decide.
   *
   * @param samples Mono, full scale at -1 to 1, as many as there are. Left as they are. What is NaN, infinite or absurdly
   * large counts as silence and makes an error event, one a second at most.
   * @throws ArgumentError not a Float32Array, or its buffer is detached.
   * @throws EarfulError `stream_ended` after `end()`; `out_of_memory`, `engine_failed`.
   * @throws DisposedError after `dispose()`, or the scorer's.
   */
  push(samples: Float32Array): void {
    const { engine, core } = this.#live();
    const bytes = bytesOf(samples);
    const count = bytes.length / 4;
    this.#timed(() => {
      this.#add(engine.runOnCopy(bytes, (_, address) => core.push(address, count)));
      this.#pushed += count;
      if (this.#speaking) {
        this.#pace.run(this.#pushed / this.#sampleRate, () => {
          this.#add(engine.run(() => core.scoreSoFar()));
        });
      }
    });
    this.#deliver();
  }

  /**
   * Ends the stream: what is being said gets its final scores. Calling it again does nothing.
   *
   * @throws DisposedError after `dispose()`, or the scorer's.
   */
  end(): void {
    if (this.#ended) return;
    const { engine, core } = this.#live();
    this.#ended = true;
    this.#timed(() => {
      this.#add(engine.run(() => core.end()));
    });
    this.#deliver();
  }

  /** Frees the stream; what was not ended is dropped. Calling it again does nothing. */
  dispose(): void {
    forgotten.unregister(this);
    this.#handle.free();
    this.#queue.length = 0;
  }

  /** `dispose()`, for `using stream = scorer.stream(...)`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #live(): { engine: Handle<CoreStream>["engine"]; core: CoreStream } {
    const { engine, core } = this.#handle;
    if (this.#ended) throw new EarfulError("stream_ended", "the stream has ended; start another");
    return { engine, core };
  }

  #timed(work: () => void): void {
    const start = this.#clock();
    work();
    this.#work += this.#clock() - start;
  }

  #add(result: Result<CoreEvent[]>): void {
    for (const event of valueOf(result)) {
      if (event.type === "speech") this.#speaking = event.state === "started";
      this.#queue.push(event.type === "error" ? { ...event, error: coreError(event.error) } : event);
    }
  }

  // All events come, in their order, whatever a handler throws, pushes or disposes.
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    const thrown: unknown[] = [];
    for (let event = this.#queue.shift(); event; event = this.#queue.shift()) {
      try {
        this.#onEvent(event);
      } catch (error) {
        thrown.push(error);
      }
    }
    this.#delivering = false;
    if (thrown.length > 0) throw thrown[0];
  }
}
