import { LoadError } from "./errors.js";

/** The build of the WebAssembly binary: plain SIMD, or SIMD with relaxed SIMD (up to 1.8 times as fast). */
export type Variant = "simd" | "relaxed";

// (module (func (result v128) i32.const 0 i8x16.splat)) with one more instruction at the end; not valid in an engine
// that does not know the instruction.
const PROBE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10];
// i8x16.popcnt, from the last step of fixed-width SIMD's standardisation.
const SIMD = [...PROBE, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
// i8x16.splat of 1 and 2, i8x16.relaxed_swizzle.
const RELAXED = [...PROBE, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11];

/** Whether this JavaScript engine runs the given build. */
export function supports(variant: Variant): boolean {
  return (
    typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(variant === "relaxed" ? RELAXED : SIMD))
  );
}

/**
 * The fastest build that this JavaScript engine runs; what `loadScorer` takes by itself. For those who serve the
 * binaries from a place of their own.
 *
 * @throws LoadError `wasm_unsupported`: no WebAssembly SIMD (Chrome before 91, Firefox before 89, Safari before 16.4,
 * or WebAssembly switched off).
 */
export function detectVariant(): Variant {
  if (supports("relaxed")) return "relaxed";
  if (supports("simd")) return "simd";
  throw unsupported("");
}

/** @param kind of SIMD: `"relaxed "`, or any */
export function unsupported(kind: string): LoadError {
  return new LoadError("wasm_unsupported", `this JavaScript engine has no WebAssembly ${kind}SIMD`);
}
