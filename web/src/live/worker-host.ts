import { ArgumentError, type EarfulError, type ModelInfo, type Progress, type StreamCost } from "../index.js";
import type { LiveEvent } from "./events.js";
import { errorOf } from "./failure.js";
import type { ModelChoice, OpenRequest, WorkerReply } from "./protocol.js";
import { WorkerLink } from "./worker-link.js";

export type OnProgress = (progress: Progress) => void;

/** A stream, as the host of the worker sees it. */
export interface Client {
  /** How to open it: for the first time, or in a worker that takes another's place. */
  request(): Omit<OpenRequest, "type" | "id">;
  onEvent(event: LiveEvent): void;
  onError(error: EarfulError): void;
  /** The worker broke off; `request` will be asked again when there is another. */
  onCrash(error: EarfulError): void;
  /** There is no worker any more, nor will there be. */
  onEnd(): void;
}

interface Entry {
  readonly client: Client;
  opened?: { resolve: () => void; reject: (error: EarfulError) => void };
  closed?: () => void;
  /** Who waits for its cost. */
  readonly costs: ((cost: StreamCost) => void)[];
}

/** Crashes within so many milliseconds, after which it is given up. */
const MOST_CRASHES = 5;
const CRASH_TIME = 60_000;

const NOTHING: StreamCost = { work: 0, audio: 0 };

/** One model in one worker, for many streams; another worker takes its place when it breaks off. */
export class WorkerHost {
  readonly #script: string;
  readonly #choice: ModelChoice;
  readonly #entries = new Map<number, Entry>();
  readonly #crashes: number[] = [];
  #onProgress: OnProgress | undefined;
  #link: WorkerLink;
  #failure: EarfulError | undefined;
  #lastId = 0;

  /**
   * @param onProgress called as the model's file arrives, for the first worker
   * @throws LoadError `load_failed`
   */
  constructor(script: string, choice: ModelChoice, onProgress: OnProgress | undefined) {
    this.#script = script;
    this.#choice = choice;
    this.#onProgress = onProgress;
    this.#link = this.#start();
  }

  /** Rejects with an EarfulError where the model or the worker cannot be loaded. */
  get loaded(): Promise<ModelInfo> {
    return this.#link.loaded;
  }

  /**
   * Opens a stream.
   *
   * @returns Its number, once the worker has it.
   * @throws EarfulError the worker refused it, or was given up
   */
  async open(client: Client): Promise<number> {
    await this.loaded; // or a new worker, which starts, would be sent it twice
    if (this.#failure) throw this.#failure;
    const id = ++this.#lastId;
    const entry: Entry = { client, costs: [] };
    this.#entries.set(id, entry);
    await new Promise<void>((resolve, reject) => {
      entry.opened = { resolve, reject };
      try {
        this.#send(id, entry);
      } catch (error) {
        this.#drop(id, entry, new ArgumentError(`an option cannot be sent to the worker: ${String(error)}`));
      }
    });
    return id;
  }

  /** Ends the utterance in progress: no samples come for a while. */
  flush(id: number): void {
    this.#link.post({ type: "flush", id });
  }

  /** Ends a stream; its last events come before the promise is fulfilled. */
  async close(id: number): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    await new Promise<void>((resolve) => {
      entry.closed = resolve;
      this.#link.post({ type: "close", id });
    });
  }

  /** What a stream has cost in its present worker. */
  async cost(id: number): Promise<StreamCost> {
    const entry = this.#entries.get(id);
    if (!entry) return NOTHING;
    return new Promise((resolve) => {
      entry.costs.push(resolve);
      this.#link.post({ type: "cost", id });
    });
  }

  end(): void {
    this.#link.end();
  }

  #start(): WorkerLink {
    return new WorkerLink(this.#script, this.#choice, {
      onReply: (reply) => {
        this.#take(reply);
      },
      onBroken: (error) => {
        this.#restart(error);
      },
    });
  }

  #send(id: number, { client }: Entry): void {
    const request = client.request();
    this.#link.post({ type: "open", id, ...request }, request.input.port ? [request.input.port] : []);
  }

  #take(reply: WorkerReply): void {
    if (reply.type === "loading") this.#onProgress?.(reply.progress);
    if (!("id" in reply)) return;
    const entry = this.#entries.get(reply.id);
    if (!entry) return;
    const { client } = entry;
    if (reply.type === "event") client.onEvent(reply.event);
    else if (reply.type === "trouble") client.onError(errorOf(reply.failure));
    else if (reply.type === "cost") answer(entry, reply.cost);
    else if (reply.type === "opened") {
      entry.opened?.resolve();
      delete entry.opened;
    } else if (reply.type === "refused") this.#drop(reply.id, entry, errorOf(reply.failure));
    else {
      this.#entries.delete(reply.id);
      entry.closed?.();
    }
  }

  #drop(id: number, entry: Entry, error: EarfulError): void {
    const { client, opened, closed } = entry;
    this.#entries.delete(id);
    answer(entry, NOTHING);
    closed?.();
    if (opened) {
      opened.reject(error);
      return;
    }
    client.onError(error);
    client.onEnd();
  }

  #restart(error: EarfulError): void {
    this.#onProgress = undefined;
    for (const [id, entry] of this.#entries) {
      entry.client.onCrash(error); // in which it may ask for its cost, or for its end
      answer(entry, NOTHING);
      if (!entry.closed) continue;
      this.#entries.delete(id);
      entry.closed();
    }
    const now = performance.now();
    this.#crashes.push(now);
    while (this.#crashes[0] !== undefined && this.#crashes[0] < now - CRASH_TIME) this.#crashes.shift();
    if (this.#crashes.length > MOST_CRASHES) {
      this.#giveUp(error);
      return;
    }
    try {
      this.#link = this.#start();
    } catch {
      this.#giveUp(error);
      return;
    }
    this.#link.loaded.then(
      () => {
        for (const [id, entry] of this.#entries) this.#send(id, entry);
      },
      (reason: unknown) => {
        this.#giveUp(reason as EarfulError);
      },
    );
  }

  #giveUp(error: EarfulError): void {
    this.#failure = error;
    for (const [id, entry] of this.#entries) this.#drop(id, entry, error);
  }
}

function answer({ costs }: Entry, cost: StreamCost): void {
  for (const tell of costs.splice(0)) tell(cost);
}
