// @ts-check
/**
 * Plays a clip from memory: the page's policy lets no blob: URL into an <audio> element, and the samples are here.
 * Dispatches "change" whenever it starts, stops or is moved.
 */
export class Player extends EventTarget {
  /** @type {AudioContext | undefined} made at the first play, as browsers ask for a click before */
  #context;
  /** @type {AudioBuffer | undefined} */
  #audio;
  /** @type {AudioBufferSourceNode | undefined} while playing */
  #source;
  /** Seconds into the clip where playing starts next or, while playing, started. */
  #offset = 0;
  /** The context's time at which it started. */
  #startedAt = 0;

  get playing() {
    return this.#source !== undefined;
  }

  get duration() {
    return this.#audio?.duration ?? 0;
  }

  /** Seconds from the clip's start. */
  get position() {
    const elapsed = this.#source && this.#context ? this.#context.currentTime - this.#startedAt : 0;
    return Math.min(this.#offset + Math.max(0, elapsed), this.duration);
  }

  /** @param {AudioBuffer} audio */
  load(audio) {
    this.#stopSource();
    this.#audio = audio;
    this.#offset = 0;
    this.#changed();
  }

  async toggle() {
    if (this.playing) this.pause();
    else await this.play();
  }

  async play() {
    if (!this.#audio || this.playing) return;
    this.#context ??= new AudioContext({ sampleRate: this.#audio.sampleRate });
    await this.#context.resume();
    if (this.playing) return; // asked for twice, before the first could start
    if (this.position >= this.duration - 0.01) this.#offset = 0;
    this.#startSource(this.#context, this.#audio);
    this.#changed();
  }

  pause() {
    this.#offset = this.position;
    this.#stopSource();
    this.#changed();
  }

  /** @param {number} position seconds */
  seek(position) {
    const wasPlaying = this.playing;
    this.#stopSource();
    this.#offset = Math.min(Math.max(0, position), this.duration);
    if (wasPlaying && this.#context && this.#audio) this.#startSource(this.#context, this.#audio);
    this.#changed();
  }

  /**
   * @param {AudioContext} context
   * @param {AudioBuffer} audio
   */
  #startSource(context, audio) {
    const source = new AudioBufferSourceNode(context, { buffer: audio });
    source.connect(context.destination);
    source.onended = () => {
      if (source !== this.#source) return;
      this.#source = undefined;
      this.#offset = this.duration;
      this.#changed();
    };
    source.start(0, this.#offset);
    this.#source = source;
    this.#startedAt = context.currentTime;
  }

  #stopSource() {
    const source = this.#source;
    this.#source = undefined;
    source?.stop();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
