// For edge-light, the runtime of Next.js and Vercel, which fetches the model from the files of the deployment. It compiles
// each binary whose address the code holds, also one that its engine refuses; so this entry is built without ./binaries.js.
import simd from "./earful-simd.wasm?module";
import { loadersOf } from "./edge.js";

export * from "./index.js";
export const { loadScorer, loadTextScorer } = loadersOf(simd);
