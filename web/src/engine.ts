import type { Bridge } from "./bridge.js";
import { EarfulError } from "./errors.js";
import createBridge from "./glue.js";
import { noMemory, view } from "./source.js";

/** One WebAssembly instance, shared by the scorers that were loaded into it. */
export class Engine {
  readonly #bridge: Bridge;
  #trap: unknown;

  private constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  static async start(module: WebAssembly.Module): Promise<Engine> {
    const bridge = await new Promise<Bridge>((resolve, reject) => {
      createBridge({
        // With both of these the glue never asks where it lies, which an edge worker could not tell it.
        locateFile: () => "",
        instantiateWasm(imports, done) {
          WebAssembly.instantiate(module, imports)
            .then((instance) => {
              done(instance, module);
            })
            .catch(reject);
          return {};
        },
        // A trap's text comes in the error; a library does not print.
        printErr: () => undefined,
      }).then(resolve, reject);
    });
    return new Engine(bridge);
  }

  /** False after a trap: the memory may be in any state, so nothing more is run in it. */
  get usable(): boolean {
    return this.#trap === undefined;
  }

  get variant(): Bridge["variant"] {
    return this.#bridge.variant;
  }

  /**
   * Runs `work` in the instance.
   *
   * @throws EarfulError `engine_failed`: a trap, now or earlier. Other errors pass unchanged.
   */
  run<T>(work: (bridge: Bridge) => T): T {
    if (this.#trap !== undefined) throw failed(this.#trap);
    try {
      return work(this.#bridge);
    } catch (error) {
      // A trap; or JavaScript's stack ran out under WebAssembly, which leaves its own stack pointer behind.
      if (!(error instanceof WebAssembly.RuntimeError) && !(error instanceof RangeError)) throw error;
      this.#trap = error;
      throw failed(error);
    }
  }

  /**
   * Runs `work` on a copy of `data` in the instance's memory. `work` must not keep the address.
   *
   * @throws ArgumentError the buffer of `data` is detached.
   * @throws EarfulError `out_of_memory`, `engine_failed`.
   */
  runOnCopy<T>(data: Uint8Array, work: (bridge: Bridge, address: number) => T): T {
    const bytes = view(data);
    return this.run((bridge) => {
      const address = bridge._malloc(bytes.length);
      if (address === 0) throw noMemory(data);
      bridge.HEAPU8.set(bytes, address);
      const result = work(bridge, address);
      bridge._free(address);
      return result;
    });
  }
}

function failed(trap: unknown): EarfulError {
  // Emscripten's abort(), which is how a failed allocation ends, adds advice for its own users.
  const why =
    trap instanceof Error ? trap.message.replace(/\(\)\. Build with.*/, ", perhaps for want of memory") : trap;
  return new EarfulError("engine_failed", `the WebAssembly instance stopped (${String(why)}); load the scorer again`, {
    cause: trap,
  });
}
