// @ts-nocheck: TypeScript does not know the scope of a worklet
/** Takes more time than the audio thread has. */
registerProcessor(
  "busy",
  class extends AudioWorkletProcessor {
    constructor({ processorOptions: { milliseconds, times } }) {
      super();
      this.milliseconds = milliseconds;
      this.times = times;
    }
    process() {
      if (this.times-- <= 0) return false;
      for (const start = Date.now(); Date.now() - start < this.milliseconds;);
      return true;
    }
  },
);
