// For workerd, where the model is a module of the worker too. wrangler knows such modules by these endings.
import cnn from "earful/models/cnn.bin";
import simd from "./earful-simd.wasm";
import { loadersOf } from "./edge.js";

export * from "./index.js";
export const { loadScorer, loadTextScorer } = loadersOf(simd, cnn);
