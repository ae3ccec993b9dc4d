import type { CoreModel, Result } from "./bridge.js";
import type { Engine } from "./engine.js";
import { valueOf } from "./errors.js";
import { forgotten, Handle } from "./handle.js";
import type { ModelDescription } from "./model-info.js";
import type { Scores } from "./scorer.js";

/** What all scorers have in common, whatever they score. */
export abstract class LoadedModel<Core extends CoreModel, Info extends ModelDescription> implements Disposable {
  /** What the model file says of itself, and the build that runs it; frozen. */
  readonly info: Info;
  /** @internal */
  protected readonly handle: Handle<Core>;

  /** @internal */
  constructor(engine: Engine, loaded: Result<Core>) {
    this.handle = new Handle(engine, valueOf(loaded), "scorer");
    // Frozen to its leaves: streams look their thresholds up by it.
    const info = JSON.parse(
      this.run((core) => core.info()),
      (_, value: unknown) => Object.freeze(value),
    ) as Info;
    this.info = Object.freeze({ ...info, variant: engine.variant });
    forgotten.register(this, this.handle, this);
  }

  /**
   * Scores the short input that the model file carries and compares with the scores it promises.
   *
   * @returns The scores of that input.
   * @throws ModelError `self_test_failed`: this machine computes something else.
   */
  selfTest(): Scores {
    return valueOf(this.run((core) => core.selfTest()));
  }

  /** Frees the model, and what was started from it. Calling it again does nothing; all else then throws DisposedError. */
  dispose(): void {
    forgotten.unregister(this);
    this.handle.free();
  }

  /** `dispose()`, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  protected run<T>(work: (core: Core) => T): T {
    const { engine, core } = this.handle;
    return engine.run(() => work(core));
  }
}
