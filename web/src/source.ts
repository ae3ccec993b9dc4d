import { ArgumentError } from "./errors.js";

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

// Told by tag, not by instanceof: that also knows objects of another frame, and needs no global that an AudioWorklet
// lacks.
function tag(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

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

export function isBytes(source: unknown): source is Bytes {
  return ArrayBuffer.isView(source) || tag(source) === "ArrayBuffer";
}

/** @throws ArgumentError the buffer is detached. */
export function view<Memory extends ArrayBufferLike>(bytes: Memory | ArrayBufferView<Memory>): Uint8Array<Memory> {
  try {
    return ArrayBuffer.isView(bytes)
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
  } catch {
    throw new ArgumentError("the buffer is detached");
  }
}
