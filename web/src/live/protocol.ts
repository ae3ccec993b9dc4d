// The messages between the page, the worklet that captures and the worker that scores.
import type { ModelInfo, Progress, RemoteFile, StreamCost } from "../index.js";
import type { LiveEvent, StreamSettings } from "./events.js";
import type { Failure } from "./failure.js";

/** A file's absolute address. */
export interface WorkerFile extends RemoteFile {
  readonly url: string;
}

/** What the worker loads; all of it can be sent. */
export interface ModelChoice {
  readonly model: WorkerFile | ArrayBuffer | ArrayBufferView<ArrayBuffer>;
  readonly wasm: WorkerFile | WebAssembly.Module;
}

/** How the worker gets a stream's samples: it reads the shared ring, or is sent blocks. */
export type Input = { ring: SharedArrayBuffer; port?: undefined } | { ring?: undefined; port: MessagePort };

export interface OpenRequest {
  type: "open";
  id: number;
  sampleRate: number;
  settings: StreamSettings;
  input: Input;
  /** A frame near the one that the input begins with: its positions are modulo 2^32. */
  near: number;
}

/** Page to worker. */
export type WorkerRequest =
  /** `lock` is the name of a Web Lock that the worker is to hold as long as it lives. */
  | { type: "load"; choice: ModelChoice; lock: string }
  | OpenRequest
  /** Ends the utterance in progress: no samples come for a while. */
  | { type: "flush"; id: number }
  /** The same and forgets the stream; answered by "closed". */
  | { type: "close"; id: number }
  /** Asks what the stream has cost so far; answered by "cost". */
  | { type: "cost"; id: number }
  | { type: "ping" };

/** Worker to page. */
export type WorkerReply =
  | { type: "loading"; progress: Progress }
  | { type: "loaded"; info: ModelInfo }
  /** It can do nothing more. */
  | { type: "failed"; failure: Failure }
  | { type: "opened"; id: number }
  | { type: "refused"; id: number; failure: Failure }
  | { type: "event"; id: number; event: LiveEvent }
  | { type: "trouble"; id: number; failure: Failure }
  | { type: "closed"; id: number }
  | { type: "cost"; id: number; cost: StreamCost }
  | { type: "pong" };

/** How the worklet's processor is made. */
export interface WorkletOptions {
  /** Of the ring, where it can be shared with the worker. */
  memory: SharedArrayBuffer | undefined;
  /** That the ring holds. */
  frames: number;
  /** The context's frame that is the stream's first. */
  origin: number;
}

/** Page to worklet. */
export type WorkletRequest =
  /** Sends the samples from now on, in blocks of `frames`, beginning at the position `from`. */
  { type: "send"; port: MessagePort; frames: number; from: number | undefined } | { type: "stop" };

/** Worklet to worker, which sends the samples' buffer back to be filled again. Numbers are modulo 2^32. */
export interface Block {
  position: number;
  samples: Float32Array<ArrayBuffer>;
  /** Frames lost since the start. */
  lost: number;
}
