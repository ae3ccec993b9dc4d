import { BINARIES } from "./binaries.js";
import { checkStatus, loading, open, read, unlessAborted, where } from "./download.js";
import { Engine } from "./engine.js";
import { ArgumentError, wrong } from "./errors.js";
import { verify } from "./integrity.js";
import { type FileOptions, locate } from "./package-files.js";
import { isBytes, isModule, isRemoteFile, isResponse, isUrl, type RemoteFile, view } from "./source.js";
import { detectVariant, supports, unsupported } from "./variant.js";

// What was compiled is kept: a later load is quick, and compiling over and over would let the process grow.
const modules = new Map<string, Promise<WebAssembly.Module>>();

// Instances are held weakly: the scorers alone keep one, so that disposing of the last one lets the JavaScript engine
// take its memory back, while a load soon after still finds it.
const engines = new WeakMap<WebAssembly.Module, WeakRef<Engine> | Promise<Engine>>();

/**
 * The WebAssembly instance for `source`, or for the package's own binary. One instance serves all loads from the same
 * URL or module; bytes and responses get one of their own. What is wrong from the start is thrown, not given as a
 * promise, so that a caller begins nothing else beside it.
 */
export function startEngine(
  source: unknown,
  variant: unknown,
  files: FileOptions,
  signal: AbortSignal | undefined,
): Promise<Engine> {
  if (source === undefined) return fromFile(locateBinary(variant, files), signal);
  if (isUrl(source)) return fromFile({ url: source }, signal);
  if (isRemoteFile(source)) return fromFile(source, signal);
  if (isModule(source)) return fromModule(source);
  if (isBytes(source)) return loading("wasm", signal, () => WebAssembly.compile(view(source))).then(start);
  if (isResponse(source)) return compile(source, signal).then(start);
  throw wrong("wasm", "a URL, { url, integrity }, bytes, a Response or a WebAssembly.Module", source);
}

async function fromFile(file: RemoteFile, signal: AbortSignal | undefined): Promise<Engine> {
  // Without the signal: another load may wait for the same download.
  return unlessAborted(moduleAt(file).then(fromModule), signal);
}

function moduleAt(file: RemoteFile): Promise<WebAssembly.Module> {
  const { url, integrity } = file;
  const key = `${String(url)} ${integrity ?? ""}`;
  const known = modules.get(key);
  if (known) return known;
  const module = open(String(url), { integrity }).then((response) => compile(response, undefined, file));
  modules.set(key, module);
  module.catch(() => modules.delete(key)); // the next load tries again
  return module;
}

/** Where the package's binary is. @internal */
export function locateBinary(wanted: unknown, files: FileOptions): RemoteFile {
  const variant = wanted ?? detectVariant();
  if (variant !== "simd" && variant !== "relaxed") {
    throw new ArgumentError(`variant must be "simd" or "relaxed", not ${JSON.stringify(variant)}`);
  }
  if (!supports(variant)) throw unsupported(variant === "relaxed" ? "relaxed " : "");
  return locate(`earful-${variant}.wasm`, files, BINARIES[variant]);
}

async function compile(response: Response, signal?: AbortSignal, file?: RemoteFile): Promise<WebAssembly.Module> {
  checkStatus(response);
  return loading(where(response), signal, async () => {
    if (file?.integrity !== undefined) {
      const bytes = await read(response);
      await verify(bytes, file);
      return WebAssembly.compile(bytes);
    }
    // Compiles while it downloads, but only what no signal may stop and what is served as WebAssembly, to which engines
    // allow no parameter.
    const streams = !signal && response.headers.get("content-type") === "application/wasm";
    if (streams && "compileStreaming" in WebAssembly) return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await read(response, { signal }));
  });
}

function fromModule(module: WebAssembly.Module): Promise<Engine> {
  const known = engines.get(module);
  if (known instanceof Promise) return known;
  const engine = known?.deref();
  if (engine?.usable) return Promise.resolve(engine);
  const starting = start(module);
  engines.set(module, starting);
  starting.then(
    (started) => engines.set(module, new WeakRef(started)),
    () => engines.delete(module),
  );
  return starting;
}

function start(module: WebAssembly.Module): Promise<Engine> {
  return loading("wasm", undefined, () => Engine.start(module));
}
