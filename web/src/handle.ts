import type { Engine } from "./engine.js";
import { DisposedError } from "./errors.js";

/** An object of the core, and whose memory it needs: the engine's, and its owner's while that lives. */
export class Handle<T extends { delete(): void }> {
  readonly engine: Engine;
  readonly #what: string;
  readonly #owner: Handle<{ delete(): void }> | undefined;
  readonly #owned = new Set<Handle<{ delete(): void }>>();
  #core: T | undefined;

  /** @param what it is, for the error of a use after `free()` */
  constructor(engine: Engine, core: T, what: string, owner?: Handle<{ delete(): void }>) {
    this.engine = engine;
    this.#core = core;
    this.#what = what;
    this.#owner = owner;
    if (owner) owner.#owned.add(this);
  }

  /** @throws DisposedError after `free()`, or its owner's. */
  get core(): T {
    if (!this.#core) throw new DisposedError(this.#what);
    return this.#core;
  }

  /** Frees the object, and first those that need it. Calling it again does nothing. */
  free(): void {
    const core = this.#core;
    if (!core) return;
    for (const owned of this.#owned) owned.free();
    this.#core = undefined;
    if (this.#owner) this.#owner.#owned.delete(this);
    // After a trap the whole instance goes, and the object with it.
    if (this.engine.usable) this.engine.run(() => core.delete());
  }
}

/** Memory under WebAssembly is not collected: this frees what was dropped without `dispose()`. */
export const forgotten = /* @__PURE__ */ new FinalizationRegistry<Handle<{ delete(): void }>>((handle) => {
  handle.free();
});
