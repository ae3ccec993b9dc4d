// @ts-check
/** What a person says was said in a clip: scored, and made one with the voice's score where weights for both are known. */
import { Fusion, loadTextScorer } from "/earful/index.js";
import { find } from "./element.js";
import { emotions } from "./labels.js";
import { messageFor } from "./messages.js";
import { downloadText, fileOf, servedTextModel } from "./model-choice.js";
import { verdict } from "./score-view.js";
import { ScoringError } from "./scoring-worker.js";

const PAUSE = 150; // ms after the last key

export class Caption {
  #input = find("said", HTMLInputElement);
  #read = find("said-verdict", HTMLElement);
  #both = find("both-verdict", HTMLElement);
  #served = servedTextModel();
  /** @type {Promise<import("earful").TextScorer> | undefined} loaded when somebody writes, not before */
  #scorer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  /** @type {{ info: import("earful").ModelInfo, scores: import("earful").Scores } | undefined} */
  #voice;

  constructor() {
    this.#input.addEventListener("input", () => {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => void this.#show(), PAUSE);
    });
  }

  /** Another clip is being scored. */
  hide() {
    this.#voice = undefined;
    find("caption", HTMLElement).hidden = true;
  }

  /**
   * A clip was scored.
   * @param {import("earful").ModelInfo} info
   * @param {import("earful").Scores} scores
   */
  async begin(info, scores) {
    this.#voice = { info, scores };
    this.#input.value = this.#read.textContent = this.#both.textContent = "";
    find("caption", HTMLElement).hidden = !(await this.#served);
  }

  async #show() {
    const served = await this.#served;
    if (!served || !this.#voice) return;
    const { info, scores } = this.#voice;
    const text = this.#input.value;
    this.#read.textContent = this.#both.textContent = "";
    if (!text.trim()) return;
    try {
      this.#scorer ??= loadTextScorer({
        model: fileOf(served),
        onProgress: (progress) => (this.#read.textContent = downloadText(progress)),
      });
      const reader = await this.#scorer;
      if (text !== this.#input.value) return; // more was written meanwhile
      const read = reader.score(text).scores;
      this.#read.textContent = `The words alone: ${verdict(said(reader.info), read)}`;
      this.#both.textContent = `Voice and words: ${together(served.fusions ?? [], { info, scores }, reader.info, read)}`;
    } catch (error) {
      const { code = "unknown", message } = /** @type {{ code?: string, message: string }} */ (error);
      this.#both.textContent =
        code === "model_unsupported"
          ? `Voice and words: nobody has measured how ${info.name} and a model for text weigh together.`
          : messageFor(new ScoringError(code, message));
      if (code === "load_failed") this.#scorer = undefined;
    }
  }
}

/**
 * @param {import("earful").FusionWeights[]} fusions
 * @param {{ info: import("earful").ModelInfo, scores: import("earful").Scores }} voice
 * @param {import("earful").ModelDescription} reader
 * @param {import("earful").Scores} read
 */
function together(fusions, { info, scores }, reader, read) {
  const fusion = new Fusion(fusions, info, reader);
  if (Object.values(read).every((score) => score === 0)) return "no word of it is known; the voice stands alone.";
  if (weighs(fusions, info)) return verdict(said(fusion), fusion.fuse(scores, read));
  return `the words decide alone; what ${info.name} hears adds nothing to them.`;
}

/**
 * Whether any score is made of both, and not of the words' alone.
 * @param {import("earful").FusionWeights[]} fusions
 * @param {import("earful").ModelInfo} info
 */
function weighs(fusions, { name, version }) {
  const own = fusions.find(({ voice }) => voice.name === name && voice.version === version);
  return Object.values(own?.weights ?? {}).some(({ voice, text }) => voice !== 0 && text !== 0);
}

/** The labels that say what is wrong with it.  @param {import("./score-view.js").Judged} judged */
function said({ labels, operating_points }) {
  return { labels: labels.filter((label) => !emotions.has(label)), operating_points };
}
