// @ts-check
/** Wires the live page: voices are listened to by the package's monitors, and shown. */
import { find } from "../element.js";
import { describeLabel } from "../labels.js";
import { messageFor } from "../messages.js";
import { downloadText, openModelChoice } from "../model-choice.js";
import { costView } from "./cost-view.js";
import { placeCall } from "./call.js";
import { Speaker } from "./speaker.js";
import { TalkLog } from "./talk-log.js";
import { ThresholdControl } from "./threshold-control.js";
import { microphone, playedFile } from "./voices.js";

/** @typedef {import("./voices.js").Voice} Voice */

const firstOperatingPoint = "balanced";

const modelState = find("model-state", HTMLElement);
const errorBox = find("error", HTMLElement);
const errorText = find("error-text", HTMLElement);
const live = find("live", HTMLElement);
const title = find("live-title", HTMLElement);
const stopButton = find("stop", HTMLButtonElement);
const lanes = find("lanes", HTMLElement);
const file = find("file", HTMLInputElement);
const choosing = openModelChoice(); // nothing else waits for it: a click may come at once
const log = new TalkLog(find("log", HTMLElement), find("announcement", HTMLElement));

/** @type {AudioContext | undefined} made at the first click, as browsers want it */
let audio;
/** Ends what is listened to now. */
let stop = async () => {};

/** @param {unknown} error */
function showError(error) {
  errorText.textContent = messageFor(error);
  errorBox.hidden = false;
  errorBox.scrollIntoView({ block: "nearest" });
}

/**
 * @param {string} sample a file of samples/
 * @returns {Promise<ArrayBuffer>}
 */
const sampleBytes = async (sample) => (await fetch(`samples/${sample}`)).arrayBuffer();

/**
 * Listens to voices until they end or a person stops it; what was listened to before is let go.
 * @param {string} what the title
 * @param {(context: AudioContext) => Promise<{ voices: Voice[], streams?: MediaStream[], close?: () => void }>} open
 */
async function listen(what, open) {
  errorBox.hidden = true;
  audio ??= new AudioContext();
  const context = audio;
  const before = stop;
  /** @type {(() => unknown)[]} */
  const undo = [];
  let over = false;
  const end = once(async () => {
    over = true;
    for (const step of undo) await step();
    showEnd(what);
  });
  stop = end; // at once: another voice may be chosen while this one is opened
  await Promise.all([before(), context.resume()]);
  try {
    if (over) return;
    modelState.textContent = "Loading the model…";
    const { voices, streams, close } = await open(context);
    undo.push(...voices.map((voice) => voice.stop), close ?? (() => {}));
    if (over) throw new Error("stopped while it was opened");
    const speakers = voices.map(
      (voice, i) =>
        new Speaker(voice.name, streams?.[i] ?? voice.stream, context, {
          onUtterance: (speaker, utterance) => log.addUtterance(speaker.name, utterance),
          onFlag: (speaker, flag) => log.addFlag(speaker.name, flag),
          onProgress: (progress) => (modelState.textContent = downloadText(progress)),
          onError: showError,
        }),
    );
    undo.unshift(() => Promise.all(speakers.map((speaker) => speaker.stop())));
    const { model } = await choosing;
    const opened = await Promise.all(speakers.map((speaker) => speaker.listen(model, firstOperatingPoint)));
    if (over) throw new Error("stopped while it was opened");
    show(what, opened, speakers);
    const counting = showCost(opened, speakers);
    undo.push(() => clearInterval(counting));
    void Promise.all(voices.map((voice) => voice.ended)).then(end);
  } catch (error) {
    for (const step of undo) await step();
    if (over) return; // somebody else is heard by now, or nobody is meant to be
    modelState.textContent = "Nobody is heard";
    showError(error);
  }
}

/**
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>} does it once, whoever asks
 */
function once(work) {
  /** @type {Promise<void> | undefined} */
  let done;
  return () => (done ??= work());
}

/**
 * @param {string} what
 * @param {{ info: import("earful").ModelInfo, lane: HTMLElement }[]} opened
 * @param {Speaker[]} speakers
 */
function show(what, opened, speakers) {
  const info = opened[0]?.info;
  if (!info) return;
  modelState.textContent = `Model ${info.name} ${info.version} listens`;
  title.textContent = what;
  stopButton.hidden = false;
  log.clear();
  lanes.replaceChildren(...opened.map(({ lane }) => lane));
  find("strip-label", HTMLElement).textContent = describeLabel(info.labels[0] ?? "").name;
  const control = new ThresholdControl(find("thresholds", HTMLElement), info, firstOperatingPoint);
  control.addEventListener("change", () => {
    for (const speaker of speakers) speaker.flagAt(control);
  });
  live.hidden = false;
  live.scrollIntoView({ block: "nearest" });
}

/**
 * Shows the cost every second.
 * @param {{ info: import("earful").ModelInfo }[]} opened
 * @param {Speaker[]} speakers
 */
function showCost(opened, speakers) {
  return setInterval(async () => {
    const costs = await Promise.all(speakers.map((speaker) => speaker.cost()));
    const info = opened[0]?.info;
    if (info) find("cost", HTMLElement).replaceChildren(costView(info, costs));
  }, 1000);
}

/** @param {string} what */
function showEnd(what) {
  title.textContent = `${what}, ended`;
  if (document.activeElement === stopButton) title.focus(); // else it would be lost with the button
  stopButton.hidden = true;
  modelState.textContent = "Nobody is heard";
}

find("call", HTMLButtonElement).addEventListener("click", () => {
  void listen("A call between two people", async (context) => {
    const [host, guest] = await Promise.all([
      sampleBytes("conversation.ogg").then((bytes) => playedFile(context, "Ash", bytes, { aloud: true })),
      sampleBytes("rude.ogg").then((bytes) => playedFile(context, "Robin", bytes, { aloud: true, pause: 4 })),
    ]);
    const { heard, hangUp } = await placeCall([host.stream, guest.stream]);
    return { voices: [host, guest], streams: heard, close: hangUp };
  });
});

find("microphone", HTMLButtonElement).addEventListener("click", () => {
  void listen("Your microphone", async () => ({ voices: [await microphone()] }));
});

/**
 * @param {string} name
 * @param {() => Promise<ArrayBuffer>} read
 */
function play(name, read) {
  void listen(name, async (context) => ({ voices: [await playedFile(context, name, await read(), { aloud: true })] }));
}

for (const button of document.querySelectorAll("[data-sample]")) {
  button.addEventListener("click", () => {
    play(button.firstChild?.textContent?.trim() ?? "", () => sampleBytes(button.getAttribute("data-sample") ?? ""));
  });
}

file.addEventListener("change", () => {
  const chosen = file.files?.[0];
  if (chosen) play(chosen.name, () => chosen.arrayBuffer());
  // The same file can be chosen again.
  file.value = "";
});

stopButton.addEventListener("click", () => void stop());
// What is listened to next has the other model.
void choosing.then((choice) => choice.addEventListener("change", () => void stop()));
