import { check, EarfulError, LoadError, wrong } from "./errors.js";
import { checksHashes } from "./integrity.js";
import { isSignal } from "./source.js";

/** Bytes received so far and in all. `total` is `undefined` where the server does not tell. */
export interface Progress {
  loaded: number;
  total: number | undefined;
}

export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** @throws ArgumentError they are no object, or among them is a signal or a callback that is none. @internal */
export function checkOptions(options: object): void {
  check("options", "object", options);
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined) continue;
    if (/^on[A-Z]/.test(name)) check(name, "function", value);
    if (name === "signal" && !isSignal(value)) throw wrong(name, "an AbortSignal", value);
  }
}

/** What has come of a file, in order. */
export interface Arrived {
  chunks: Uint8Array[];
  loaded: number;
}

/** A file that is larger is read piece by piece, lest all be lost when the connection breaks. */
const SMALL = 2 ** 21;

/**
 * Opens a URL: http(s) and the like through `fetch`, `file:` through Node's file system, which `fetch` refuses.
 *
 * @param from the first byte that is wanted; a server may send the whole file nevertheless
 * @param integrity for where this package cannot check it itself
 * @throws LoadError `load_failed` naming the URL, `aborted`.
 */
export async function open(
  url: string,
  { signal, from, integrity }: { signal?: AbortSignal | undefined; from?: number; integrity?: string | undefined } = {},
): Promise<Response> {
  return loading(url, signal, async () => {
    // Asked for, not imported: a bundler would look for the module, which a page does not have.
    const { process } = globalThis as { process?: Partial<NodeJS.Process> };
    const files = url.startsWith("file:") ? process?.getBuiltinModule?.("node:fs/promises") : undefined;
    if (files) {
      const bytes = await files.readFile(new URL(url), { signal });
      return new Response(bytes, { headers: { "content-length": String(bytes.byteLength) } });
    }
    return fetch(url, {
      ...(signal && { signal }),
      // Past the browser's cache, which puts what it has of a broken download before it.
      ...(from && { headers: { range: `bytes=${from}-` }, cache: "no-store" }),
      ...(integrity && !checksHashes() && { integrity }),
    });
  });
}

/**
 * Reads a response's body to its end.
 *
 * @param arrived what came before it, to which its pieces are added
 * @throws LoadError `load_failed` on an HTTP error status, a used body or a broken connection; `aborted`. What
 * `onProgress` throws.
 */
export async function read(
  response: Response,
  { signal, onProgress }: DownloadOptions = {},
  arrived: Arrived = { chunks: [], loaded: 0 },
): Promise<Uint8Array<ArrayBuffer>> {
  checkStatus(response);
  const what = where(response);
  const size = declaredSize(response);
  // Where nobody watches or may stop it, at once: chunk by chunk takes 5 ms more for the CNN.
  const watched = signal !== undefined || onProgress !== undefined || arrived.loaded > 0 || !(size && size <= SMALL);
  const { body } = response;
  if (!body || !watched) return loading(what, signal, async () => new Uint8Array(await response.arrayBuffer()));
  const reader = await loading(what, signal, () => Promise.resolve(body.getReader()));
  // Where the signal ended the fetch too, cancelling fails; that is told below.
  const cancel = () => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener("abort", cancel);
  const total = arrived.loaded + (size ?? NaN);
  const next = () => loading(what, signal, () => reader.read());
  try {
    for (let chunk = await next(); !chunk.done; chunk = await next()) {
      arrived.chunks.push(chunk.value);
      const loaded = (arrived.loaded += chunk.value.byteLength);
      // A proxy may compress without telling a page of another origin; then the declared size is not of these bytes.
      // What this throws is the caller's: no broken connection.
      onProgress?.({ loaded, total: loaded <= total ? total : undefined });
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
  checkAborted(signal);
  return concatenate(arrived);
}

export function checkStatus(response: Response): void {
  if (!response.ok)
    throw new LoadError("load_failed", `${where(response)}: HTTP ${response.status} ${response.statusText}`.trimEnd());
}

/** Throws LoadError `aborted` if the signal says so. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedBy(signal);
}

function abortedBy({ reason }: AbortSignal): LoadError {
  return new LoadError("aborted", "loading was aborted", { cause: reason });
}

/** What `work` gives, or LoadError `aborted` as soon as the signal says so; the work goes on. @internal */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(abortedBy(signal));
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}

/**
 * Runs `work` and turns a foreign error into a LoadError: `aborted` if the signal ended it, else `load_failed` with
 * `what` (a URL) in front.
 */
export async function loading<T>(what: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  checkAborted(signal);
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof EarfulError) throw cause;
    checkAborted(signal);
    throw new LoadError("load_failed", `${what}: ${reason(cause)}`, { cause });
  }
}

// Node's fetch says "fetch failed" and hides why in the cause.
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${reason(error.cause)}` : error.message;
}

/** A response's URL, which one made in memory lacks. */
export function where(response: Response): string {
  return response.url || "response";
}

function declaredSize(response: Response): number | undefined {
  const length = response.headers.get("content-length");
  return length === null || response.headers.has("content-encoding") ? undefined : Number(length);
}

function concatenate({ chunks, loaded }: Arrived): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(loaded);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return all;
}
