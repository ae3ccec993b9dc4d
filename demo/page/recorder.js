// @ts-check
/** Records from the microphone, at most `limit` seconds. Nothing is kept once the recording is handed over. */
export class Recorder {
  /** Seconds. */
  static limit = 60;

  /** @type {MediaRecorder} */
  #recorder;
  /** @type {MediaStream} */
  #stream;
  /** @type {AudioContext} at the microphone's own rate, for the level alone */
  #context = new AudioContext();
  #analyser = new AnalyserNode(this.#context, { fftSize: 2048 });
  #block = new Float32Array(this.#analyser.fftSize);
  #startedAt = performance.now();

  /**
   * Asks for the microphone and starts.
   * @throws {DOMException} NotAllowedError, NotFoundError and the like, from getUserMedia
   */
  static async start() {
    if (!navigator.mediaDevices) throw new DOMException("no microphone outside a secure page", "NotSupportedError");
    return new Recorder(await navigator.mediaDevices.getUserMedia({ audio: true }));
  }

  /** @param {MediaStream} stream */
  constructor(stream) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    /** @type {Promise<ArrayBuffer>} the encoded recording, once it has ended */
    this.recording = new Promise((resolve, reject) => {
      /** @type {Blob[]} */
      const parts = [];
      this.#recorder.ondataavailable = ({ data }) => parts.push(data);
      this.#recorder.onstop = () => {
        this.#release();
        resolve(new Blob(parts).arrayBuffer());
      };
      this.#recorder.onerror = () => {
        this.#release();
        reject(new DOMException("the recording broke off", "NotReadableError"));
      };
    });
    this.#recorder.start();
    setTimeout(() => this.stop(), Recorder.limit * 1000);
  }

  get active() {
    return this.#recorder.state !== "inactive";
  }

  /** Seconds since the start. */
  get elapsed() {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Root mean square of the newest 2048 samples, 0-1. */
  level() {
    this.#analyser.getFloatTimeDomainData(this.#block);
    let sum = 0;
    for (const sample of this.#block) sum += sample * sample;
    return Math.sqrt(sum / this.#block.length);
  }

  stop() {
    if (this.active) this.#recorder.stop();
  }

  #release() {
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }
}
