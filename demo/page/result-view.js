// @ts-check
/** Everything that is shown of a scored clip, and its playback. */
import { clipJson } from "./clip-json.js";
import { find } from "./element.js";
import { factsView } from "./facts-view.js";
import { exactClock, spokenDuration } from "./format.js";
import { describeLabel, leadingLabel } from "./labels.js";
import { Player } from "./player.js";
import { scoreView, verdict } from "./score-view.js";
import { Timeline } from "./timeline.js";
import { WindowsView } from "./windows-view.js";

/** @typedef {import("./clip.js").Clip} Clip */
/** @typedef {import("./clip-scoring.js").ScoredClip} ScoredClip */
/** @typedef {import("earful").ModelInfo} ModelInfo */

export class ResultView {
  #section = find("result", HTMLElement);
  #play = find("play", HTMLButtonElement);
  #times = find("times", HTMLElement);
  #announcement = find("announcement", HTMLElement);
  #json = find("json", HTMLPreElement);
  #copy = find("copy", HTMLButtonElement);
  #timeline = new Timeline();
  #player = new Player();
  #frame = 0;
  /** @type {Clip | undefined} */
  #clip;
  /** @type {WindowsView | undefined} of that clip */
  #windows;

  constructor() {
    this.#play.addEventListener("click", () => void this.#player.toggle());
    this.#player.addEventListener("change", () => this.#onPlayer());
    this.#timeline.addEventListener("seek", () => this.#player.seek(this.#timeline.position));
    find("scrubber", HTMLInputElement).addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      void this.#player.toggle();
    });
    this.#copy.addEventListener("click", () => void this.#copyJson());
  }

  /**
   * @param {Clip} clip
   * @param {ModelInfo} info
   * @param {ScoredClip} soFar with at least one window
   */
  show(clip, info, soFar) {
    const label = leadingLabel(info, soFar.scores);
    this.#section.hidden = false;
    if (clip !== this.#clip) this.#begin(clip, info);
    find("verdict", HTMLElement).textContent = verdict(info, soFar.scores);
    this.#timeline.show([...soFar.windows], label, describeLabel(label).name);
    find("strip-label", HTMLElement).textContent = describeLabel(label).name;
    find("scores", HTMLElement).replaceChildren(
      ...info.labels.map((each) => scoreView(info, each, soFar.scores[each] ?? 0, soFar.windows.length)),
    );
    find("facts", HTMLElement).replaceChildren(factsView(info, soFar));
    find("windows-block", HTMLElement).hidden = soFar.windows.length < 2;
    this.#windows?.show(soFar.windows);
    this.#json.textContent = clipJson(clip.name, info, soFar);
  }

  /**
   * Tells screen readers that the clip is scored.
   * @param {ModelInfo} info
   * @param {ScoredClip} scored
   */
  finish(info, scored) {
    this.#announcement.textContent =
      `Scored ${this.#clip?.name ?? ""}, ${spokenDuration(scored.duration)}. ` + verdict(info, scored.scores);
  }

  /**
   * @param {Clip} clip
   * @param {ModelInfo} info
   */
  #begin(clip, info) {
    this.#clip = clip;
    this.#windows = new WindowsView(info.labels, (time) => this.#player.seek(time));
    find("windows", HTMLElement).replaceChildren(this.#windows.root);
    this.#announcement.textContent = "";
    find("clip-name", HTMLElement).textContent = clip.name;
    this.#timeline.begin(clip.duration);
    this.#player.load(clip.audio);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#section.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }

  #onPlayer() {
    const { playing } = this.#player;
    this.#play.classList.toggle("playing", playing);
    this.#play.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.#follow();
  }

  /** Keeps the playhead with the sound, frame by frame while it plays. */
  #follow() {
    cancelAnimationFrame(this.#frame);
    const { position, duration, playing } = this.#player;
    this.#timeline.movePlayhead(position);
    this.#times.textContent = `${exactClock(position)} / ${exactClock(duration)}`;
    if (playing) this.#frame = requestAnimationFrame(() => this.#follow());
  }

  async #copyJson() {
    try {
      await navigator.clipboard.writeText(this.#json.textContent ?? "");
      this.#copy.textContent = "Copied";
    } catch {
      // Not allowed here: leave it selected, one key from being copied.
      getSelection()?.selectAllChildren(this.#json);
      this.#copy.textContent = "Selected; press Ctrl+C";
    }
    setTimeout(() => (this.#copy.textContent = "Copy"), 2000);
  }
}
