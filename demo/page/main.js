// @ts-check
/** Wires the page: whatever a person gives it is decoded, scored in the worker and shown. */
import { Caption } from "./caption.js";
import { DecodeError, decodeClip } from "./clip.js";
import { scoreClip } from "./clip-scoring.js";
import { find } from "./element.js";
import { messageFor, reloadHelps } from "./messages.js";
import { downloadText, openModelChoice } from "./model-choice.js";
import { RecordControl } from "./record-control.js";
import { ResultView } from "./result-view.js";
import { ScoringWorker } from "./scoring-worker.js";

const modelState = find("model-state", HTMLElement);
const progress = find("progress", HTMLElement);
const progressLabel = find("progress-label", HTMLElement);
const progressBar = find("progress-bar", HTMLProgressElement);
const errorBox = find("error", HTMLElement);
const errorText = find("error-text", HTMLElement);
const retry = find("retry", HTMLButtonElement);
const file = find("file", HTMLInputElement);
const result = new ResultView();
const caption = new Caption();
const choosing = openModelChoice(); // nothing else waits for it: a click may come at once

/** Ends the work on the clip before. */
let current = new AbortController();
/** A clip waits for the model. */
let waiting = false;
let worker = startWorker();

async function startWorker() {
  const { model } = await choosing;
  const started = new ScoringWorker(model, ({ loaded, total }) => {
    const text = downloadText({ loaded, total });
    modelState.textContent = text;
    if (waiting) showProgress(text, total && loaded / total);
  });
  started.loaded.then(
    ({ info, milliseconds }) => {
      modelState.textContent = `Model ${info.name} ${info.version} ready in ${Math.round(milliseconds)} ms`;
      find("training", HTMLElement).textContent = info.training;
    },
    (error) => {
      modelState.textContent = "No model";
      showError(error);
    },
  );
  return started;
}

/** @param {unknown} error */
function showError(error) {
  errorText.textContent = messageFor(error);
  retry.hidden = !reloadHelps(error);
  errorBox.hidden = false;
  errorBox.scrollIntoView({ block: "nearest" });
}

function hideError() {
  if (errorBox.contains(document.activeElement)) file.focus(); // else it would be lost with the button in the box
  errorBox.hidden = true;
}

/**
 * @param {string} text
 * @param {number | undefined} share 0-1, undefined where it cannot be known
 */
function showProgress(text, share) {
  progressLabel.textContent = text;
  if (share === undefined) progressBar.removeAttribute("value");
  else progressBar.value = share;
  progress.classList.remove("idle");
}

/**
 * Scores a clip and shows the result; a clip before that is still at work is given up.
 * @param {string} name
 * @param {() => Promise<ArrayBuffer>} read the bytes of an audio file
 */
async function scoreAudio(name, read) {
  current.abort();
  const mine = new AbortController();
  current = mine;
  hideError();
  caption.hide();
  showProgress(`Reading “${name}”`, undefined);
  progress.scrollIntoView({ block: "nearest" });
  try {
    const bytes = await read().catch((cause) => {
      throw new DecodeError(name, cause);
    });
    mine.signal.throwIfAborted();
    showProgress("Waiting for the model", undefined);
    waiting = true;
    const scoring = await worker;
    const { info } = await scoring.loaded;
    mine.signal.throwIfAborted();
    waiting = false;
    showProgress(`Decoding “${name}”`, undefined);
    const clip = await decodeClip(name, bytes, info.features.sample_rate);
    mine.signal.throwIfAborted();
    const onWindow = (/** @type {import("./clip-scoring.js").ScoredClip} */ soFar) => {
      result.show(clip, info, soFar);
      const heard = soFar.windows.at(-1)?.end ?? 0;
      showProgress(`Scoring “${name}”`, heard / clip.duration);
    };
    const scored = await scoreClip(scoring, clip, onWindow, mine.signal);
    result.finish(info, scored);
    await caption.begin(info, scored.scores);
  } catch (error) {
    if (!mine.signal.aborted) showError(error);
  } finally {
    if (current === mine) progress.classList.add("idle");
  }
}

/** @param {File | undefined} chosen */
function scoreFile(chosen) {
  if (chosen) void scoreAudio(chosen.name, () => chosen.arrayBuffer());
}

file.addEventListener("change", () => {
  scoreFile(file.files?.[0]);
  // The same file can be chosen again.
  file.value = "";
});

// The whole page takes a drop: a file let go beside the zone must not replace the page.
let dragDepth = 0;
document.addEventListener("dragenter", () => document.body.classList.toggle("dragging", ++dragDepth > 0));
document.addEventListener("dragleave", () => document.body.classList.toggle("dragging", --dragDepth > 0));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  dragDepth = 0;
  document.body.classList.remove("dragging");
  scoreFile(event.dataTransfer?.files[0]);
});

for (const button of document.querySelectorAll("[data-sample]")) {
  button.addEventListener("click", () => {
    const name = button.firstChild?.textContent?.trim() ?? "";
    void scoreAudio(name, async () => (await fetch(`samples/${button.getAttribute("data-sample")}`)).arrayBuffer());
  });
}

const recording = new RecordControl();
recording.addEventListener("recorded", () => void scoreAudio("Recording", () => recording.bytes));
recording.addEventListener("refused", () => showError(recording.error));

function restart() {
  hideError();
  current.abort();
  waiting = false;
  progress.classList.add("idle");
  void worker.then((started) => started.close());
  worker = startWorker();
}

retry.addEventListener("click", restart);
void choosing.then((choice) => choice.addEventListener("change", restart));
