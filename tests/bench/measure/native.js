import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { url } from "../environment.js";

/** Our core natively (XNNPACK with AVX2) on 15 s, one thread: median milliseconds {logMel, network}. */
export async function measureNative({ rounds }) {
  const program = fileURLToPath(url("build/native/tests/bench/earful_bench_native"));
  const model = fileURLToPath(url("web/dist/models/cnn.safetensors"));
  const { stdout } = await promisify(execFile)(program, [model, String(rounds)]);
  return JSON.parse(stdout);
}
