import { ArgumentError, EarfulError, tag } from "./errors.js";

const MEMORY = 2 ** 31; // bytes, the most that a WebAssembly instance can have; a size is cut to 32 bits

/** A file's bytes in memory: an ArrayBuffer, a typed array, a DataView. */
export type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** A file to fetch and the hash that it must have; what the model packages export. */
export interface RemoteFile {
  url: string | URL;
  /** `"sha384-..."` as in HTML's `integrity` (or sha256, sha512). A model with a hash is kept in the browser's cache. */
  integrity?: string | undefined;
  /** What it is kept as; of two with the same name the later takes the other's place. Default: the URL's last part. */
  name?: string | undefined;
}

/** Where a file comes from: a URL (relative ones as `fetch` resolves them), its bytes, or a response to read. */
export type Source = string | URL | RemoteFile | Bytes | Response;

export function isUrl(source: unknown): source is string | URL {
  return typeof source === "string" || tag(source) === "URL";
}

export function isResponse(source: unknown): source is Response {
  return tag(source) === "Response";
}

/** Also a model package's namespace. */
export function isRemoteFile(source: unknown): source is RemoteFile {
  return (
    typeof source === "object" &&
    source !== null &&
    isUrl((source as RemoteFile).url) &&
    !["Request", "Response"].includes(tag(source))
  );
}

export function isModule(source: unknown): source is WebAssembly.Module {
  return tag(source) === "WebAssembly.Module";
}

export function isSignal(value: unknown): value is AbortSignal {
  return tag(value) === "AbortSignal";
}

export function isBytes(source: unknown): source is Bytes {
  return ArrayBuffer.isView(source) || tag(source) === "ArrayBuffer";
}

/**
 * The memory of `bytes`, as what it truly is: an array of a class of its own may say anything of itself.
 *
 * @throws ArgumentError the buffer is detached.
 * @throws EarfulError `out_of_memory`: no WebAssembly instance can hold so much.
 */
export function view<Memory extends ArrayBufferLike>(bytes: Memory | ArrayBufferView<Memory>): Uint8Array<Memory> {
  if (bytes.byteLength >= MEMORY) throw noMemory(bytes);
  try {
    return ArrayBuffer.isView(bytes)
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
  } catch {
    throw new ArgumentError("the buffer is detached");
  }
}

export function noMemory({ byteLength }: { byteLength: number }): EarfulError {
  return new EarfulError("out_of_memory", `no memory for ${byteLength.toLocaleString("en")} bytes`);
}
