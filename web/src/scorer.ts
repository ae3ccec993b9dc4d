import type { CoreScorer, Result } from "./bridge.js";
import type { Engine } from "./engine.js";
import { check, tag, valueOf, wrong } from "./errors.js";
import { LoadedModel } from "./loaded-model.js";
import type { ModelInfo } from "./model-info.js";
import { view } from "./source.js";
import { Stream, type StreamOptions } from "./stream.js";

/** Scores by label: calibrated probabilities, 0-1. */
export type Scores = Record<string, number>;

/** The scores of at most 15 s of a clip. */
export interface WindowScores {
  /** Seconds from the clip's start. */
  start: number;
  end: number;
  scores: Scores;
  /** On request: a weight for each step of the window, which the model has equally long; they sum to 1. High where the model listened. */
  attention?: Float32Array;
}

/** What a clip scored. */
export interface ClipScores {
  /** Seconds. */
  duration: number;
  /** For each label the highest over the windows. */
  scores: Scores;
  /** Windows of 15 s one after another, the last one shorter; a rest under 0.1 s is left out. */
  windows: WindowScores[];
}

/** Log-mel features, normalised as the model takes them. */
export interface LogMel {
  /** `frames` x `bins` values, frame by frame. */
  data: Float32Array;
  frames: number;
  bins: number;
}

export interface ScoreOptions {
  /** Also give each window's attention weights. */
  attention?: boolean;
}

/** A loaded model. It keeps nothing of the audio it scores. Made by `loadScorer`. */
export class Scorer extends LoadedModel<CoreScorer, ModelInfo> {
  /** @internal */
  constructor(engine: Engine, file: Uint8Array) {
    super(
      engine,
      engine.runOnCopy(file, (bridge, address) => bridge.Scorer.load(address, file.length)),
    );
  }

  /**
   * Scores a clip.
   *
   * @param samples Mono, full scale at -1 to 1. At least 0.1 s. Left as they are.
   * @param sampleRate Of the samples, 8,000-192,000 Hz.
   * @throws ArgumentError wrong types, a detached buffer.
   * @throws AudioError `audio_empty`, `audio_too_short`, `audio_not_finite` (naming the first bad sample),
   * `sample_rate_out_of_range`.
   * @throws DisposedError after `dispose()`.
   * @throws EarfulError `out_of_memory`, `engine_failed`.
   */
  score(samples: Float32Array, sampleRate: number, options: ScoreOptions = {}): ClipScores {
    check("options", "object", options);
    const { attention = false } = options;
    return this.#listen(samples, sampleRate, (core, ...given) => core.score(...given, sampleRate, attention));
  }

  /**
   * The features that the model would see of a whole clip; parameters and errors as for `score`.
   */
  logMel(samples: Float32Array, sampleRate: number): LogMel {
    return this.#listen(samples, sampleRate, (core, ...given) => core.logMel(...given, sampleRate));
  }

  /**
   * Starts a stream: one speaker's audio, scored while it comes. Any number may be open at once.
   *
   * @throws ArgumentError an option of the wrong type, an unknown operating point or label, a time out of range.
   * @throws AudioError `sample_rate_out_of_range`.
   * @throws DisposedError after `dispose()`.
   * @throws EarfulError `out_of_memory`, `engine_failed`.
   */
  stream(options: StreamOptions): Stream {
    return new Stream(this, this.handle, options);
  }

  #listen<T>(
    samples: Float32Array,
    sampleRate: number,
    work: (core: CoreScorer, address: number, sampleCount: number) => Result<T>,
  ): T {
    const { engine, core } = this.handle;
    const bytes = bytesOf(samples);
    check("sampleRate", "number", sampleRate);
    return valueOf(engine.runOnCopy(bytes, (_, address) => work(core, address, bytes.length / 4)));
  }
}

/**
 * The memory of samples.
 *
 * @throws ArgumentError not a Float32Array, or its buffer is detached.
 * @throws EarfulError `out_of_memory`
 */
export function bytesOf(samples: Float32Array): Uint8Array {
  if (tag(samples) !== "Float32Array") throw wrong("samples", "a Float32Array", samples);
  return view(samples);
}
