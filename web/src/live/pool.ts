import type { ModelInfo } from "../index.js";
import type { ModelChoice } from "./protocol.js";
import { type OnProgress, WorkerHost } from "./worker-host.js";

interface Entry {
  readonly script: string;
  readonly choice: ModelChoice;
  readonly host: WorkerHost;
  users: number;
}

// One model in memory, whatever the number of speakers.
const entries: Entry[] = [];

/** A use of the page's worker for a model: it is started for the first user, and ended when the last gives it back. */
export class HostLease {
  /** What the model says of itself, once it is loaded. Rejects with an EarfulError. */
  readonly loaded: Promise<ModelInfo>;
  #host: WorkerHost | undefined;
  #over = false;

  constructor(script: Promise<string>, choice: Promise<ModelChoice>, onProgress: OnProgress | undefined) {
    this.loaded = Promise.all([script, choice]).then((found) => {
      if (this.#over) throw new Error("given back");
      this.#host = acquireHost(...found, onProgress);
      return this.#host.loaded;
    });
    this.loaded.catch(() => undefined); // told to whoever waits for it
  }

  /** Once it is loaded. */
  get host(): WorkerHost {
    if (!this.#host) throw new Error("the worker is not loaded yet");
    return this.#host;
  }

  /** To be called once. It may be called before the worker is there. */
  release(): void {
    this.#over = true;
    if (this.#host) releaseHost(this.#host);
  }
}

function acquireHost(script: string, choice: ModelChoice, onProgress: OnProgress | undefined): WorkerHost {
  let entry = entries.find((known) => known.script === script && same(known.choice, choice));
  if (!entry) {
    entry = { script, choice, host: new WorkerHost(script, choice, onProgress), users: 0 };
    entries.push(entry);
  }
  entry.users++;
  return entry.host;
}

function releaseHost(host: WorkerHost): void {
  const entry = entries.find((known) => known.host === host);
  if (!entry || --entry.users > 0) return;
  entries.splice(entries.indexOf(entry), 1);
  host.end();
}

function same(a: ModelChoice, b: ModelChoice): boolean {
  return sameFile(a.model, b.model) && sameFile(a.wasm, b.wasm);
}

function sameFile(a: ModelChoice["model" | "wasm"], b: ModelChoice["model" | "wasm"]): boolean {
  return a === b || ("url" in a && "url" in b && a.url === b.url && a.integrity === b.integrity);
}
