import { ArgumentError, EarfulError, LoadError, type ModelInfo } from "../index.js";
import { errorOf } from "./failure.js";
import type { ModelChoice, WorkerReply, WorkerRequest } from "./protocol.js";
import { trusted } from "./scripts.js";

/** Milliseconds from one question whether the worker still answers to the next, and how many may go unanswered. */
const WATCH = 2000;
const PATIENCE = 4;

export interface LinkListener {
  onReply(reply: WorkerReply): void;
  /** After the model was loaded: the worker failed, or answers no more. Told once. */
  onBroken(error: EarfulError): void;
}

/** One worker, from its start to its end. */
export class WorkerLink {
  /** What the model says of itself, once it is loaded. Rejects with an EarfulError. */
  readonly loaded: Promise<ModelInfo>;
  readonly #worker: Worker;
  readonly #listener: LinkListener;
  readonly #lock = `earful-${crypto.randomUUID()}`;
  #reject: ((error: EarfulError) => void) | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;
  readonly #over = new AbortController();

  /**
   * @throws LoadError `load_failed`: the script may not be run here
   * @throws ArgumentError the model cannot be sent
   */
  constructor(script: string, choice: ModelChoice, listener: LinkListener) {
    this.#listener = listener;
    this.#worker = start(script);
    this.loaded = new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
        this.#unanswered = 0;
        if (data.type === "loaded") {
          this.#reject = undefined;
          this.#watchOver();
          resolve(data.info);
        } else if (data.type === "failed") {
          this.#break(errorOf(data.failure));
        } else {
          listener.onReply(data);
        }
      };
    });
    this.#worker.onerror = (event) => {
      event.preventDefault(); // told below, not on the console
      const what = event.message || "its script could not be loaded";
      this.#break(
        this.#reject
          ? new LoadError("load_failed", `the worker did not start: ${what}`)
          : new EarfulError("worker_failed", `the worker failed: ${what}`),
      );
    };
    try {
      this.post({ type: "load", choice, lock: this.#lock });
    } catch (error) {
      this.#worker.terminate();
      throw new ArgumentError(`the model cannot be sent to the worker: ${String(error)}`);
    }
  }

  post(request: WorkerRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  end(): void {
    this.#over.abort();
    clearInterval(this.#watch);
    this.#worker.terminate();
  }

  /** A worker that somebody ended tells nothing, but gives up its lock; one that hangs does not answer. */
  #watchOver(): void {
    const broken = (how: string) => {
      this.#break(new EarfulError("worker_failed", `the worker ${how}`));
    };
    navigator.locks
      .request(this.#lock, { signal: this.#over.signal }, () => {
        broken("ended");
      })
      .catch(() => undefined); // the wait was ended
    this.#watch = setInterval(() => {
      if (++this.#unanswered > PATIENCE) broken("answered no more");
      else this.post({ type: "ping" });
    }, WATCH);
  }

  #break(error: EarfulError): void {
    if (this.#over.signal.aborted) return;
    this.end();
    if (this.#reject) this.#reject(error);
    else this.#listener.onBroken(error);
  }
}

function start(script: string): Worker {
  try {
    return new Worker(trusted(script), { type: "module" });
  } catch (cause) {
    throw new LoadError("load_failed", `the worker may not be started: ${String(cause)}`, { cause });
  }
}
