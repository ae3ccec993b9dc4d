import { given, tag } from "../errors.js";
import {
  ArgumentError,
  checkOptions,
  DisposedError,
  type EarfulError,
  type FlagEvent,
  LoadError,
  type ModelInfo,
  type Progress,
  type ScoreEvent,
  type SpeechEvent,
  type StreamCost,
} from "../index.js";
import { Capture, type LiveSource } from "./capture.js";
import { choiceOf, type ModelOptions } from "./choice.js";
import type { LiveEvent, LiveUtteranceEvent, StreamSettings } from "./events.js";
import { HostLease } from "./pool.js";
import { Recovery } from "./recovery.js";
import { type ScriptOptions, workerScript, workletScript } from "./scripts.js";

/**
 * What a monitor is doing. `"suspended"`: the browser has stopped the page's audio, or waits for a click or a key before
 * it starts; `"muted"`: the track brings nothing for now; `"stopped"`: by `stop()`, or because the track ended.
 */
export type MonitorState = "listening" | "muted" | "suspended" | "stopped";

export interface MonitorOptions extends ModelOptions, ScriptOptions, StreamSettings {
  /** A voice was noticed or fell silent. */
  onSpeech?: ((event: SpeechEvent) => void) | undefined;
  /** Scores of the utterance in progress; as often as `budget` allows. */
  onScore?: ((event: ScoreEvent) => void) | undefined;
  /** Final scores of an utterance. */
  onUtterance?: ((event: LiveUtteranceEvent) => void) | undefined;
  /** A threshold was reached. */
  onFlag?: ((event: FlagEvent) => void) | undefined;
  /** Something went wrong; the monitor goes on unless `onState` says otherwise. */
  onError?: ((error: EarfulError) => void) | undefined;
  onState?: ((state: MonitorState) => void) | undefined;
  /** Called as the model file arrives, in bytes; not by a monitor that shares the model of another. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends the loading; later, stops the monitor. */
  signal?: AbortSignal | undefined;
}

const COOL_DOWN = 5; // seconds, where nothing else is given: as of a stream

/** Listens to one speaker. Made by `monitor`. */
export class Monitor {
  /** What the model file says of itself. */
  readonly info: ModelInfo;
  /** The audio context that captures. */
  readonly context: BaseAudioContext;
  /** What to add to an event's time to have it on `context`'s clock. */
  readonly contextTimeOffset: number;
  readonly #options: MonitorOptions;
  readonly #lease: HostLease;
  readonly #capture: Capture;
  readonly #recovery: Recovery;
  readonly #listening = new AbortController();
  #opening: Promise<number> | undefined;
  #id: number | undefined;
  #state: MonitorState = "listening";
  #stopping: Promise<void> | undefined;

  /** @internal */
  constructor(info: ModelInfo, lease: HostLease, capture: Capture, options: MonitorOptions) {
    this.info = info;
    this.context = capture.context;
    this.contextTimeOffset = capture.contextTimeOffset;
    this.#options = options;
    this.#lease = lease;
    this.#capture = capture;
    this.#recovery = new Recovery(options.coolDown ?? COOL_DOWN);
  }

  /** @internal */
  async open(): Promise<void> {
    let from: number | undefined;
    const { sampleRate } = this.context;
    const { operatingPoint, thresholds, budget, silence, minimum, coolDown } = this.#options;
    this.#opening = this.#lease.host.open({
      request: () => ({
        sampleRate,
        settings: { operatingPoint, thresholds: unwatched(thresholds), budget, silence, minimum, coolDown },
        input: this.#capture.input(from),
        near: from ?? Math.round(this.#recovery.latest * sampleRate),
      }),
      onEvent: (event) => {
        if (this.#recovery.note(event)) this.#tell(event);
      },
      onError: (error) => {
        queueMicrotask(() => this.#options.onError?.(error)); // if the page's handler throws, the host goes on
      },
      onCrash: (error) => {
        const again = this.#recovery.breakOff(this.#capture.oldest);
        from = again.from === undefined ? undefined : Math.round(again.from * sampleRate);
        queueMicrotask(() => {
          for (const event of again.events) this.#tell(event);
          this.#options.onError?.(error);
        });
      },
      onEnd: () => void this.stop(),
    });
    this.#id = await this.#opening;
    if (this.#capture.ended) void this.stop();
    const { signal } = this.#options;
    signal?.addEventListener("abort", () => void this.stop(), { signal: this.#listening.signal });
    this.change();
  }

  get state(): MonitorState {
    return this.#state;
  }

  /**
   * What the speaker's stream has cost its worker so far; nothing once it has stopped, and from nothing where another
   * worker took over.
   */
  async cost(): Promise<StreamCost> {
    return this.#id === undefined ? { work: 0, audio: 0 } : this.#lease.host.cost(this.#id);
  }

  /**
   * Goes on with another track, on the same clock: after a change of device, for example.
   *
   * @throws ArgumentError it is no live audio track, or the monitor listens to a node
   * @throws EarfulError `capture_failed`: the context cannot take it; the earlier track is kept
   * @throws DisposedError it has stopped, maybe because the earlier track ended
   */
  replaceTrack(track: MediaStreamTrack): void {
    if (this.#stopping) throw new DisposedError("monitor");
    this.#capture.replaceTrack(track);
  }

  /**
   * Scores the utterance in progress, tells it, and lets go of everything; the track goes on. Calling it again does
   * nothing more.
   *
   * @returns Fulfilled when the last event was told.
   */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  /** @internal The capture was suspended or goes on, was muted or no longer is. */
  change(): void {
    const state = stateOf(this.#capture);
    if (this.#stopping || state === this.#state) return;
    // No silence will come that would end the utterance.
    if (state === "suspended" && this.#id !== undefined) this.#lease.host.flush(this.#id);
    this.#turn(state);
  }

  async #stop(): Promise<void> {
    this.#listening.abort();
    this.#capture.close();
    const id = await this.#opening?.catch(() => undefined); // it may be stopped while it is opened
    if (id !== undefined) await this.#lease.host.close(id);
    this.#lease.release();
    this.#turn("stopped");
  }

  #turn(state: MonitorState): void {
    this.#state = state;
    this.#options.onState?.(state);
  }

  #tell(event: LiveEvent): void {
    const { onSpeech, onScore, onUtterance, onFlag } = this.#options;
    if (event.type === "speech") onSpeech?.(event);
    else if (event.type === "score") onScore?.(event);
    else if (event.type === "utterance") onUtterance?.(event);
    else onFlag?.(event);
  }
}

/**
 * Listens to a speaker and scores what is said while it is said. One worker, with one model in memory, serves all
 * monitors of a page that use the same model.
 *
 * @param source A stream or track, local or remote; or an audio node, for sound that a page makes or decodes itself.
 * @throws ArgumentError an argument of the wrong type, no live audio track, an unknown operating point.
 * @throws LoadError `load_failed`, `wasm_unsupported`, `aborted`.
 * @throws ModelError `model_invalid`, `model_unsupported`.
 * @throws EarfulError `capture_failed`: the browser gives no audio; `out_of_memory`.
 */
export async function monitor(source: LiveSource, options: MonitorOptions = {}): Promise<Monitor> {
  checkSource(source);
  checkOptions(options);
  const { signal } = options;
  let made: Monitor | undefined;
  const opening = Capture.open(source, workletScript(options), {
    onChange: () => made?.change(),
    onEnd: () => void made?.stop(),
    onError: (error) => options.onError?.(error),
  });
  const lease = new HostLease(workerScript(options), choiceOf(options), options.onProgress);
  try {
    const [info, capture] = await unlessAborted(Promise.all([lease.loaded, opening]), signal);
    made = new Monitor(info, lease, capture, options);
    await unlessAborted(made.open(), signal);
  } catch (error) {
    if (made) void made.stop();
    else {
      void opening.then(
        (capture) => capture.close(),
        () => undefined,
      );
      lease.release();
    }
    throw error;
  }
  return made;
}

/** Without the proxy that a framework puts around an object to watch it: it cannot be sent to a worker. */
function unwatched(thresholds: StreamSettings["thresholds"]): StreamSettings["thresholds"] {
  return tag(thresholds) === "Object" ? { ...thresholds } : thresholds;
}

function stateOf({ running, muted }: Capture): MonitorState {
  return running ? (muted ? "muted" : "listening") : "suspended";
}

function checkSource(source: unknown): void {
  if (typeof AudioNode === "undefined") throw new ArgumentError("monitor works in a page alone");
  if (source instanceof MediaStream || source instanceof MediaStreamTrack || source instanceof AudioNode) return;
  throw new ArgumentError(`source must be a MediaStream, a MediaStreamTrack or an AudioNode, not ${given(source)}`);
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(new LoadError("aborted", "loading was aborted", { cause: signal.reason }));
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}
