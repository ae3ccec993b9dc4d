// @ts-check
/** Wires the page for text: what a person writes is scored while they write, and its words are marked when they rest. */
import { loadTextScorer } from "/earful/index.js";
import { find } from "../element.js";
import { messageFor } from "../messages.js";
import { downloadText, fileOf, servedTextModel } from "../model-choice.js";
import { ScoringError } from "../scoring-worker.js";
import { TextView } from "./text-view.js";

const PAUSE = 150; // ms after the last key
const REST = 500; // ms after the scores: the words cost a scoring each, and the page stands still meanwhile

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
  if (!text.trim()) return view.hide();
  view.show(text, loaded.score(text));
  wait(() => view.show(text, loaded.score(text, { reasons: true })), REST);
}

/** @param {unknown} problem */
function complain(problem) {
  const { code, message } = /** @type {{ code?: string, message: string }} */ (problem);
  find("error-text", HTMLElement).textContent = messageFor(code ? new ScoringError(code, message) : problem);
  error.hidden = false;
}

/**
 * In place of what waits already.
 * @param {() => void} act
 * @param {number} milliseconds
 */
function wait(act, milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(act, milliseconds);
}

input.addEventListener("input", () => wait(() => show().catch(complain), PAUSE));
for (const button of document.querySelectorAll("button[data-sample]")) {
  button.addEventListener("click", () => {
    input.value = button.getAttribute("data-sample") ?? "";
    wait(() => show().catch(complain), 0);
  });
}
scorer.catch((problem) => {
  state.textContent = "No model";
  complain(problem);
});
