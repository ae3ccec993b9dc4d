import { given } from "../errors.js";
import { ArgumentError, EarfulError } from "../index.js";
import { addWorklet, attempt, type Lease, lease } from "./contexts.js";
import type { Input, WorkletOptions, WorkletRequest } from "./protocol.js";
import { Ring } from "./ring.js";
import { liveTrack, streamSource, TrackSource } from "./track-source.js";

/** What can be listened to. A node is for audio that a page makes or decodes itself. */
export type LiveSource = MediaStream | MediaStreamTrack | AudioNode;

/** Hertz, the models' own: the browser resamples, and a stream costs a third of what it costs at 48 kHz. */
const RATE = 16000;
/** Seconds that a ring holds, at most: so far can a new worker go back. */
const MEMORY = 4.1;
/** Seconds in a block that is sent. */
const BLOCK = 0.2;

export interface CaptureListener {
  /** It was suspended or goes on, was muted or no longer is. */
  onChange(): void;
  /** The source ended by itself. */
  onEnd(): void;
  onError(error: EarfulError): void;
}

/** Takes the samples of a track or a node, and numbers them. */
export class Capture {
  readonly context: BaseAudioContext;
  /** The audio context's time at the stream's first sample. */
  readonly contextTimeOffset: number;
  readonly #release: Lease["release"];
  readonly #listener: CaptureListener;
  readonly #listening = new AbortController();
  readonly #node: AudioWorkletNode;
  readonly #memory: SharedArrayBuffer | undefined;
  /** That the ring holds. */
  readonly #seconds: number;
  readonly #source: LiveSource;
  #track: TrackSource | undefined;
  #ended = false;

  /**
   * @param worklet the URL of the worklet's module
   * @throws ArgumentError there is no live audio track
   * @throws EarfulError `capture_failed`
   */
  static async open(source: LiveSource, worklet: Promise<string>, listener: CaptureListener): Promise<Capture> {
    worklet.catch(() => undefined); // told where it is waited for, if it comes to that
    const held = source instanceof AudioNode ? { context: source.context } : leaseFor(liveTrack(source));
    try {
      await addWorklet(held.context, worklet);
      return new Capture(source, held, listener);
    } catch (error) {
      held.release?.();
      throw error;
    }
  }

  private constructor(source: LiveSource, held: Lease, listener: CaptureListener) {
    const { context } = held;
    this.context = context;
    this.#source = source;
    this.#release = held.release;
    this.#listener = listener;
    const frames = 2 ** Math.floor(Math.log2(MEMORY * context.sampleRate));
    if (globalThis.crossOriginIsolated) this.#memory = new SharedArrayBuffer(Ring.bytes(frames));
    this.#seconds = frames / context.sampleRate;
    const origin = Math.round(context.currentTime * context.sampleRate);
    this.contextTimeOffset = origin / context.sampleRate;
    const processorOptions: WorkletOptions = { memory: this.#memory, frames, origin };
    const options = { channelCount: 1, channelCountMode: "explicit" as const, processorOptions };
    this.#node = attempt(() => new AudioWorkletNode(context, "earful-tap", options));
    this.#node.connect(context.destination); // silent; a node that leads nowhere is not run everywhere
    const { signal } = this.#listening;
    this.#node.addEventListener(
      "processorerror",
      () => {
        this.#end();
        listener.onError(new EarfulError("capture_failed", "the audio worklet failed"));
      },
      { signal },
    );
    context.addEventListener(
      "statechange",
      () => {
        if (context.state === "closed") this.#end();
        else listener.onChange();
      },
      { signal },
    );
    try {
      if (source instanceof AudioNode) source.connect(this.#node);
      else this.replaceTrack(liveTrack(source)); // it may have ended while the worklet was loaded
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The source ended by itself. */
  get ended(): boolean {
    return this.#ended;
  }

  get running(): boolean {
    return this.context.state === "running";
  }

  /** The second on the stream's clock from which on samples are surely still there. */
  get oldest(): number {
    return this.context.currentTime - this.contextTimeOffset - (7 / 8) * this.#seconds;
  }

  get muted(): boolean {
    return this.#track?.track.muted ?? false;
  }

  /**
   * How a worker gets the samples, from now on or from the frame `from`, as far as that is still there. Earlier ways
   * are given up.
   */
  input(from?: number): Input {
    if (this.#memory) {
      if (from !== undefined) new Ring(this.#memory).rewind(from);
      return { ring: this.#memory };
    }
    const { port1, port2 } = new MessageChannel();
    // In whole quanta of 128 frames.
    const frames = 128 * Math.round((BLOCK * this.context.sampleRate) / 128);
    this.#tell({ type: "send", port: port1, frames, from }, [port1]);
    return { port: port2 };
  }

  /**
   * Listens to another track on the same clock.
   *
   * @throws ArgumentError it is no live audio track; EarfulError `capture_failed`: the context cannot take it. The earlier
   * one is kept.
   */
  replaceTrack(track: MediaStreamTrack): void {
    if (this.#source instanceof AudioNode) throw new ArgumentError("an audio node has no track to replace");
    if (!(track instanceof MediaStreamTrack)) {
      throw new ArgumentError(`track must be a MediaStreamTrack, not ${given(track)}`);
    }
    liveTrack(track);
    const next = new TrackSource(this.context, track, {
      onChange: () => {
        this.#listener.onChange();
      },
      onEnd: () => {
        this.#trackEnded();
      },
    });
    next.node.connect(this.#node);
    this.#track?.close();
    this.#track = next;
    this.#listener.onChange();
  }

  /** Lets go of everything; the source goes on. */
  close(): void {
    this.#listening.abort();
    this.#track?.close();
    if (this.#source instanceof AudioNode) disconnect(this.#source, this.#node);
    this.#node.disconnect();
    this.#tell({ type: "stop" });
    this.#release?.();
  }

  #trackEnded(): void {
    try {
      if (!(this.#source instanceof MediaStream)) throw new Error("there is no other");
      this.replaceTrack(liveTrack(this.#source));
    } catch {
      this.#end();
    }
  }

  #end(): void {
    this.#ended = true;
    this.#listener.onEnd();
  }

  #tell(request: WorkletRequest, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(request, transfer);
  }
}

/** Where the page has done so already, there is nothing left to do. */
function disconnect(source: AudioNode, node: AudioNode): void {
  try {
    source.disconnect(node);
  } catch {
    // InvalidAccessError: they are not connected
  }
}

/**
 * A context that takes the track. Older Firefoxes resample no track, so there it must be one of the track's own rate: the
 * device's, which they do not tell.
 */
function leaseFor(track: MediaStreamTrack): Lease {
  const held = lease(RATE);
  try {
    streamSource(held.context, new MediaStream([track])).disconnect();
    return held;
  } catch {
    held.release?.();
    return lease(track.getSettings().sampleRate);
  }
}
