import { verify } from "./integrity.js";
import type { RemoteFile } from "./source.js";

// A cache is a help: where there is none (Node), where it is denied, full or damaged, a model is downloaded again.
const CACHE = "earful-models";

/** The model as an earlier load kept it, if it has a hash and was kept. */
export async function kept(file: RemoteFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (file.integrity === undefined) return undefined;
  try {
    const response = await (await caches.open(CACHE)).match(keyOf(file));
    if (!response) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    await verify(bytes, file);
    return bytes;
  } catch {
    return undefined;
  }
}

/** Keeps a model by its name and hash, in place of its earlier versions. */
export async function keep(file: RemoteFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (file.integrity === undefined) return;
  const response = new Response(bytes); // a copy, before anybody changes them
  try {
    const cache = await caches.open(CACHE);
    await cache.delete(keyOf(file), { ignoreSearch: true });
    await cache.put(keyOf(file), response);
  } catch {
    return;
  }
}

// Nothing is ever fetched from there.
function keyOf({ url, integrity = "", name }: RemoteFile): URL {
  const called = name ?? new URL(url, location.origin).pathname.split("/").pop() ?? "";
  return new URL(`/${CACHE}/${encodeURIComponent(called)}?${encodeURIComponent(integrity)}`, location.origin);
}
