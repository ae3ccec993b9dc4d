// @ts-check
/** The page's side of the worker. */

/** @typedef {import("./protocol.js").ScoredReply} ScoredReply */
/** @typedef {import("./protocol.js").LoadedReply} LoadedReply */

/** What the package refused, as the worker reports it. */
export class ScoringError extends Error {
  /**
   * @param {string} code an `ErrorCode` of the package, or "unknown"
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "ScoringError";
    this.code = code;
  }
}

export class ScoringWorker {
  #worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  /** @type {Map<number, { resolve: (reply: ScoredReply) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #lastId = 0;

  /**
   * Starts loading the model.
   * @param {import("./protocol.js").LoadRequest["model"]} model
   * @param {(progress: import("earful").Progress) => void} onProgress
   */
  constructor(model, onProgress) {
    /** @type {Promise<LoadedReply>} the model is ready; rejects with a ScoringError */
    this.loaded = new Promise((resolve, reject) => {
      this.#worker.onmessage = (/** @type {MessageEvent<import("./protocol.js").Reply>} */ { data: reply }) => {
        if (reply.type === "loading") onProgress(reply);
        else if (reply.type === "loaded") resolve(reply);
        else if (reply.type === "scored") this.#take(reply.id)?.resolve(reply);
        else {
          const error = new ScoringError(reply.code, reply.message);
          if (reply.id === undefined) reject(error);
          else this.#take(reply.id)?.reject(error);
        }
      };
      // The worker's own files could not be fetched or run.
      this.#worker.onerror = (event) => {
        event.preventDefault();
        const error = new ScoringError("load_failed", event.message || "the worker did not start");
        reject(error);
        for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(error);
      };
    });
    // Whoever scores awaits it too; alone it must not count as unhandled.
    this.loaded.catch(() => {});
    this.#send({ type: "load", model });
  }

  /**
   * Scores one window with attention.
   * @param {Float32Array<ArrayBuffer>} samples mono, at most one window; gone afterwards
   * @param {number} sampleRate Hz
   * @returns {Promise<ScoredReply>} rejects with a ScoringError
   */
  score(samples, sampleRate) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ type: "score", id, samples, sampleRate }, [samples.buffer]);
    });
  }

  /** Ends the worker. */
  close() {
    this.#worker.terminate();
  }

  /** @param {number} id */
  #take(id) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /**
   * @param {import("./protocol.js").Request} request
   * @param {Transferable[]} transfer
   */
  #send(request, transfer = []) {
    this.#worker.postMessage(request, transfer);
  }
}
