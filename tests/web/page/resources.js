// @ts-check
/** Keeps count of what the package takes from the browser: workers, audio contexts and the nodes that capture in them. */

/** @typedef {ReturnType<typeof track>} Resources */

export function track() {
  /** @type {Set<Worker>} */
  const workers = new Set();
  /** @type {Set<AudioContext>} */
  const contexts = new Set();

  globalThis.Worker = class extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} options */
    constructor(...options) {
      super(...options);
      workers.add(this);
    }
    /** @override */
    terminate() {
      workers.delete(this);
      super.terminate();
    }
  };
  const OwnContext = AudioContext;
  globalThis.AudioContext = class extends OwnContext {
    /** @param {AudioContextOptions} [options] */
    constructor(options) {
      super(options);
      contexts.add(this);
    }
    /** @override */
    async close() {
      contexts.delete(this);
      await super.close();
    }
  };

  /** @type {Set<AudioWorkletNode>} */
  const nodes = new Set();
  globalThis.AudioWorkletNode = class extends AudioWorkletNode {
    /** @param {ConstructorParameters<typeof AudioWorkletNode>} options */
    constructor(...options) {
      super(...options);
      if (options[1] === "earful-tap") nodes.add(this); // a test may have some of its own
    }
    /** @override */
    disconnect() {
      nodes.delete(this);
      super.disconnect();
    }
  };

  return {
    /** The workers that run. */
    workers,
    /** The package's contexts that are open. */
    contexts,
    /** A context that does not count: a test's own. */
    ownContext: (/** @type {AudioContextOptions} */ options) => new OwnContext(options),
    held: () => [
      ...Array.from(workers, () => "a worker"),
      ...Array.from(contexts, () => "a context"),
      ...Array.from(nodes, () => "a node"),
    ],
    /** After a test that failed, so that the next one starts afresh. */
    release() {
      for (const worker of workers) worker.terminate();
      for (const context of contexts) void context.close();
      nodes.clear();
    },
  };
}
