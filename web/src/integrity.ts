import { ArgumentError, LoadError } from "./errors.js";
import type { RemoteFile } from "./source.js";

/**
 * Compares a file with the hash that it must have, if it must have one.
 *
 * @throws LoadError `integrity_failed` naming the file. @throws ArgumentError `integrity` is no hash.
 */
export async function verify(bytes: Uint8Array<ArrayBuffer>, { url, integrity }: RemoteFile): Promise<void> {
  if (integrity === undefined) return;
  const wanted = /^sha(256|384|512)-[\w+/]+=*$/.exec(integrity)?.[1];
  if (!wanted) throw new ArgumentError(`integrity of ${String(url)}: "${integrity}" is no hash like "sha384-..."`);
  if (!checksHashes()) return; // the browser did, see `open`
  const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${wanted}`, bytes));
  const found = `sha${wanted}-${btoa(String.fromCharCode(...digest))}`;
  if (found === integrity) return;
  throw new LoadError("integrity_failed", `${String(url)}: its hash is ${found} where ${integrity} is wanted`);
}

/** False in pages that are no secure context: there the browser lends no hashes. */
export function checksHashes(): boolean {
  return (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;
}
