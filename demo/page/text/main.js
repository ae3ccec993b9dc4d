// @ts-check
/** Wires the page for text: what a person writes is scored while they write, its words are marked. */
import { loadTextScorer } from "/earful/index.js";
import { find } from "../element.js";
import { messageFor } from "../messages.js";
import { downloadText, fileOf, servedTextModel } from "../model-choice.js";
import { ScoringError } from "../scoring-worker.js";
import { TextView } from "./text-view.js";

const PAUSE = 150; // ms after the last key

const state = find("model-state", HTMLElement);
const input = find("text", HTMLTextAreaElement);
const error = find("error", HTMLElement);
const scorer = load();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

async function load() {
  const served = await servedTextModel();
  if (!served) throw new Error("there is no model for text on this server");
  const loaded = await loadTextScorer({
    model: fileOf(served),
    onProgress: (progress) => (state.textContent = downloadText(progress)),
  });
  state.textContent = `Model ${loaded.info.name} ${loaded.info.version} ready`;
  find("training", HTMLElement).textContent = loaded.info.training;
  input.disabled = false;
  return { loaded, view: new TextView(loaded.info) };
}

async function show() {
  const { loaded, view } = await scorer;
  const text = input.value;
  if (text.trim()) view.show(text, loaded.score(text, { reasons: true }));
  else view.hide();
}

/** @param {unknown} problem */
function complain(problem) {
  const { code, message } = /** @type {{ code?: string, message: string }} */ (problem);
  find("error-text", HTMLElement).textContent = messageFor(code ? new ScoringError(code, message) : problem);
  error.hidden = false;
}

function scoreSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => show().catch(complain), PAUSE);
}

input.addEventListener("input", scoreSoon);
for (const button of document.querySelectorAll("button[data-sample]")) {
  button.addEventListener("click", () => {
    input.value = button.getAttribute("data-sample") ?? "";
    show().catch(complain);
  });
}
scorer.catch((problem) => {
  state.textContent = "No model";
  complain(problem);
});
