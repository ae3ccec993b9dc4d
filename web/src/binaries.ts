import type { Variant } from "./variant.js";

/** Where the binaries lie, each address spelt out so that a bundler sees the file. */
export const BINARIES: Record<Variant, () => URL> = {
  simd: () => new URL("./earful-simd.wasm", import.meta.url),
  relaxed: () => new URL("./earful-relaxed.wasm", import.meta.url),
};
