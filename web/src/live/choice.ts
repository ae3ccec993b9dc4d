import {
  absolute,
  ArgumentError,
  type Bytes,
  type FileOptions,
  locateBinary,
  locateModel,
  type ModelName,
  type RemoteFile,
  type Variant,
} from "../index.js";
import { given } from "../errors.js";
import { isBytes, isModule, isRemoteFile, isUrl } from "../source.js";
import type { ModelChoice, WorkerFile } from "./protocol.js";

/** What to load, as `loadScorer` takes it, but for what cannot be sent to a worker. */
export interface ModelOptions extends FileOptions {
  /** A model's name, what a model package exports, or a model file as URL or bytes. Default `"cnn"`. */
  model?: ModelName | string | URL | RemoteFile | Bytes | undefined;
  /** The WebAssembly binary, where it is not the package's own file. */
  wasm?: string | URL | RemoteFile | WebAssembly.Module | undefined;
  /** The build to take in place of the fastest that runs here. */
  variant?: Variant | undefined;
}

/**
 * What the worker is to load. The page says where everything lies: a bundler that copied the worker's file as it is has
 * moved the others.
 */
export async function choiceOf({ model = "cnn", wasm, variant, ...files }: ModelOptions): Promise<ModelChoice> {
  const binary: unknown = isUrl(wasm) ? { url: wasm } : (wasm ?? locateBinary(variant, files));
  if (!isModule(binary) && !isRemoteFile(binary)) {
    throw new ArgumentError(`wasm must be a URL, { url, integrity } or a WebAssembly.Module, not ${given(binary)}`);
  }
  return {
    model: isBytes(model) ? model : workerFile(await locateModel(model, files)),
    wasm: isModule(binary) ? binary : workerFile(binary),
  };
}

/** As it can be sent. Relative URLs are the page's, not the worker's. */
function workerFile({ url, integrity, name }: RemoteFile): WorkerFile {
  return { url: absolute(url, "model or wasm"), integrity, name };
}
