import { ArgumentError, type Bytes, type ModelName, type Variant } from "../index.js";
import type { ModelChoice } from "./protocol.js";

/** What to load, as `loadScorer` takes it, but for what cannot be sent to a worker. */
export interface ModelOptions {
  /** A bundled model's name, or a model file as URL or bytes. Default `"cnn"`. */
  model?: ModelName | string | URL | Bytes | undefined;
  /** The WebAssembly binary, where it is not the package's own file. */
  wasm?: string | URL | WebAssembly.Module | undefined;
  /** The build to take in place of the fastest that runs here. */
  variant?: Variant | undefined;
}

/** The options as they are sent. Relative URLs are the page's, not the worker's. */
export function choiceOf({ model, wasm, variant }: ModelOptions): ModelChoice {
  return { model: absolute(model, /^[\w-]*$/), wasm: absolute(wasm), variant };
}

/** `value`, or where it is a URL and no name, its absolute form. */
function absolute<T>(value: T | string | URL | undefined, name?: RegExp): T | string | undefined {
  if (typeof value === "string" && name?.test(value)) return value;
  if (typeof value !== "string" && !(value instanceof URL)) return value;
  try {
    return new URL(value, document.baseURI).href;
  } catch {
    throw new ArgumentError(`${JSON.stringify(value)} is no URL`);
  }
}
