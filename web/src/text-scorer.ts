import type { CoreTextScorer } from "./bridge.js";
import type { Engine } from "./engine.js";
import { check, TextError, valueOf } from "./errors.js";
import { LoadedModel } from "./loaded-model.js";
import type { ModelDescription } from "./model-info.js";
import type { Scores } from "./scorer.js";

const LONGEST = 65_536; // bytes of UTF-8, the core's limit

/** The scores of what the model reads at once: 126 word pieces, about a hundred words. */
export interface TextStretch {
  /** Positions in the string, as `slice` takes them. */
  start: number;
  end: number;
  scores: Scores;
}

/** How much a word carried. */
export interface WordWeights {
  /** Positions in the string, as `slice` takes them. */
  start: number;
  end: number;
  /** For each label its score, less the score without the word; 0 where the score comes from another stretch. */
  weights: Scores;
}

/** What a text scored. */
export interface TextScores {
  /** For each label the highest over the stretches. */
  scores: Scores;
  /** One after another; a short text has one. */
  stretches: TextStretch[];
  /** On request: the words of the stretches from which the scores come. */
  words?: WordWeights[];
}

export interface TextScoreOptions {
  /** Also give each word's weights, at the price of another scoring for each word. */
  reasons?: boolean;
}

/** A loaded model that reads. It keeps nothing of the texts it scores. Made by `loadTextScorer`. */
export class TextScorer extends LoadedModel<CoreTextScorer, ModelDescription> {
  /** @internal */
  constructor(engine: Engine, file: Uint8Array) {
    super(
      engine,
      engine.runOnCopy(file, (bridge, address) => bridge.TextScorer.load(address, file.length)),
    );
  }

  /**
   * Scores a text: a line of chat, a caption. Where no word in it is known to the model, every score is 0.
   *
   * @param text At most 65,536 bytes of UTF-8.
   * @throws ArgumentError wrong types.
   * @throws TextError `text_too_long`.
   * @throws DisposedError after `dispose()`.
   * @throws EarfulError `out_of_memory`, `engine_failed`.
   */
  score(text: string, options: TextScoreOptions = {}): TextScores {
    check("text", "string", text);
    check("options", "object", options);
    const { reasons = false } = options;
    // Before the copy, for which the memory would grow. UTF-16 has never more units than UTF-8 has bytes; the core counts.
    if (text.length > LONGEST) {
      throw new TextError(
        "text_too_long",
        `the text has ${text.length} bytes or more, over ${LONGEST}: score its parts`,
      );
    }
    // Half a character, where a string was cut, has no UTF-8.
    const whole = text.replace(/\p{Surrogate}/gu, "\ufffd");
    return valueOf(this.run((core) => core.score(whole, reasons)));
  }
}
