// @ts-check

/**
 * A copy of a WebAssembly binary whose memory cannot grow beyond `pages` (64 KiB each).
 * @param {Uint8Array<ArrayBuffer>} binary
 * @param {number} pages
 */
export function limitMemory(binary, pages) {
  const limited = binary.slice();
  let at = 8;
  const next = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = limited[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < limited.length) {
    const section = limited[at++];
    const size = next();
    if (section !== 5) {
      at += size;
      continue;
    }
    next(); // one memory
    const bounded = limited[at++] === 1;
    next(); // its first size
    const start = at;
    next();
    if (!bounded) break;
    // The limit must fill the bytes of the old one.
    for (let value = pages, i = start; i < at; i++, value >>>= 7) limited[i] = (value & 127) | (i + 1 < at ? 128 : 0);
    return limited;
  }
  throw new Error("no memory with a limit in this binary");
}

/**
 * The WebAssembly instances that `work` makes.
 * @param {() => Promise<void>} work
 */
export async function instancesMadeBy(work) {
  const original = WebAssembly.instantiate;
  /** @type {WebAssembly.Instance[]} */
  const made = [];
  WebAssembly.instantiate = /** @type {typeof original} */ (
    async (/** @type {WebAssembly.Module} */ module, /** @type {WebAssembly.Imports} */ imports) => {
      const instance = await original(module, imports);
      made.push(instance);
      return instance;
    }
  );
  try {
    await work();
  } finally {
    WebAssembly.instantiate = original;
  }
  return made;
}
