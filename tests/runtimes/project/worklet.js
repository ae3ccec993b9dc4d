// @ts-nocheck: TypeScript does not know the scope of a worklet
import * as earful from "./node_modules/earful/dist/index.js";
import { everywhere } from "./everywhere.js";
import vector from "./vector.js";

registerProcessor(
  "everywhere",
  class extends AudioWorkletProcessor {
    constructor({ processorOptions }) {
      super();
      everywhere(earful, vector, processorOptions).then((outcomes) => this.port.postMessage(outcomes));
    }
    process() {
      return true;
    }
  },
);
