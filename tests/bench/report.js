// The results as rows: {what, ours, theirs, ratio, bar, met}, all text but `met` (undefined where there is no bar).
const milliseconds = (value) => `${value.toPrecision(3)} ms`;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const times = (ratio) => `${ratio.toPrecision(3)} x`;

function row(what, ours, theirs, ratio, bar, met) {
  return { what, ours, theirs, ratio, bar, met };
}

/** How many times faster than a peer, and whether that is at least `bar`. */
function faster(what, ours, peer, theirs, bar) {
  const ratio = theirs / ours;
  return row(
    what,
    milliseconds(ours),
    `${peer} ${milliseconds(theirs)}`,
    times(ratio),
    bar ? `>= ${bar} x` : "",
    bar && ratio >= bar,
  );
}

/** A quantity that should be less than `share` of a peer's. */
function smaller(what, ours, peer, theirs, format, bar, share) {
  const met = share && ours < theirs * share;
  return row(what, format(ours), `${peer} ${format(theirs)}`, `1/${(theirs / ours).toPrecision(3)}`, bar, met);
}

function sizeRows({ wasm, javascript }) {
  const size = (what, bytes, most, peers) =>
    row(
      what,
      kilobytes(bytes),
      peers.map(([name, other]) => `${name} ${kilobytes(other)}`).join(", "),
      "",
      `<= ${most} KB`,
      bytes <= most * 1000,
    );
  const { "earful simd": simd, "earful relaxed": relaxed, ...otherWasm } = wasm;
  const { earful, ...otherScripts } = javascript;
  return [
    size("simd .wasm, gzip -9", simd, 120, Object.entries(otherWasm)),
    size("relaxed .wasm, gzip -9", relaxed, 120, []),
    size("JavaScript, gzip -9", earful, 15, Object.entries(otherScripts)),
  ];
}

function raceRows({ logMel, network, wholeClip }, place, native) {
  const ort = logMel["onnxruntime stft"] < logMel["onnxruntime convolution"] ? "stft" : "convolution";
  const inChromium = place === "Chromium";
  return ["simd", "relaxed"].flatMap((build) => {
    const ours = `earful ${build}`;
    const bar = inChromium ? (build === "simd" ? 1.2 : 1.7) : undefined;
    return [
      faster(
        `log-mel of 15 s, ${build}, ${place}`,
        logMel[ours],
        `onnxruntime (${ort})`,
        logMel[`onnxruntime ${ort}`],
        inChromium ? 4 : undefined,
      ),
      faster(`log-mel of 15 s, ${build}, ${place}`, logMel[ours], "meyda", logMel.meyda, inChromium ? 1 : undefined),
      faster(`cnn on 15 s, ${build}, ${place}`, network[ours], "onnxruntime", network.onnxruntime, bar),
      faster(`cnn on 15 s, ${build}, ${place}`, network[ours], "tfjs-wasm", network.tensorflow),
      faster(`cnn on 15 s, ${build}, ${place}`, network[ours], "native XNNPACK", native.network),
      faster(`features + cnn on 15 s, ${build}, ${place}`, wholeClip[ours], "onnxruntime", wholeClip.onnxruntime),
    ];
  });
}

const encoderBars = {
  "f32 simd": 1.2,
  "f32 relaxed": 1.6,
  "int8 simd": undefined,
  "int8 relaxed": 2.5,
};
const realTimeBars = { encoder: 60, "encoder-en": 150 };

function encoderRows([name, { network, wholeClip, memory }]) {
  const peer = network["onnxruntime int8"] < network["onnxruntime f32"] ? "onnxruntime int8" : "onnxruntime f32";
  const realTime = 15000 / wholeClip["earful int8 relaxed"];
  return [
    ...Object.entries(encoderBars).map(([form, bar]) =>
      faster(`${name} on 15 s, ${form}`, network[`earful ${form}`], peer, network[peer], bar),
    ),
    row(
      `${name}, int8 relaxed, with features`,
      `${realTime.toFixed(0)} x real time`,
      "",
      "",
      `>= ${realTimeBars[name]} x`,
      realTime >= realTimeBars[name],
    ),
    row(
      `${name}, memory added to a worker by loading / and scoring 15 s`,
      `${megabytes(memory.loaded)} / ${megabytes(memory.scored)}`,
      "",
      "",
      name === "encoder" ? "<= 64 MB loaded" : "",
      name === "encoder" ? memory.loaded <= 64e6 : undefined,
    ),
  ];
}

function textRows({ line, longLine, memory }, coldStart) {
  const peer = line["transformers.js q8"] < line["transformers.js f32"] ? "transformers.js q8" : "transformers.js f32";
  return [
    ...["simd", "relaxed"].flatMap((build) => {
      const ours = `earful ${build}`;
      return [
        faster(`text, a line of 20 words, ${build}`, line[ours], peer, line[peer], 3),
        faster(`text, a line of 100 words, ${build}`, longLine[ours], peer, longLine[peer]),
      ];
    }),
    smaller(
      "text, cold start to the score of a line",
      coldStart["earful-text"],
      "transformers.js q8",
      coldStart.transformers,
      milliseconds,
      "< 1/4",
      1 / 4,
    ),
    smaller(
      "text, memory added to a worker by loading and scoring",
      memory.earful,
      "transformers.js q8",
      memory["transformers.js q8"],
      megabytes,
      "",
    ),
  ];
}

function memoryRows({ onnxruntime, ...builds }) {
  return Object.entries(builds).map(([name, bytes]) =>
    smaller(
      `memory added to Node, ${name.split(" ")[1]}`,
      bytes,
      "onnxruntime",
      onnxruntime,
      megabytes,
      "< 1/3",
      1 / 3,
    ),
  );
}

function cycleRow([first, ...later]) {
  const reading = ({ cycle, rss, heap }) => `${cycle.toLocaleString("en")}: ${megabytes(rss)}, heap ${megabytes(heap)}`;
  // The process itself moves by some MB either way. 400 bytes lost in each cycle, of the model's 500,000, would tell.
  const met = later.every(({ rss }) => rss < first.rss * 1.05);
  return row(
    "load/score/dispose cycles",
    [first, ...later].map(reading).join("; "),
    "",
    "",
    "no growth after 100",
    met,
  );
}

const percent = (share) => `${(100 * share).toFixed(2)} %`;

function liveRows({ talking, silent, room, furtherStream, longestTask, delays }) {
  const below = (what, value, format, most) => row(what, format(value), "", "", `< ${format(most)}`, value < most);
  const told = delays.filter((seconds) => seconds !== null).sort((a, b) => a - b);
  const p95 = told[Math.ceil(0.95 * told.length) - 1];
  const seconds = (value) => `${value.toFixed(2)} s`;
  return [
    below("live stream, speech, worker thread", talking.worker, percent, 0.02),
    below("live stream, silence, worker thread", silent.worker, percent, 0.002),
    below("25 live streams, one talking, worker thread", room.worker, percent, 0.05),
    row(
      "the same, audio thread / main thread",
      `${percent(room.audio)} / ${percent(room.main)}`,
      "",
      "",
      "",
      undefined,
    ),
    below("main thread's longest task, 25 streams starting", longestTask.start, milliseconds, 5),
    below("main thread's longest task, 25 streams running", longestTask.run, milliseconds, 5),
    below("memory of a further stream", furtherStream, megabytes, 1e6),
    below(`end of the words to the flag, p95 of ${told.length}/${delays.length} plays`, p95 ?? Infinity, seconds, 1.5),
  ];
}

/** All rows of the table, from what run.js measured. */
export function rows({ sizes, speed, native, encoders, text, textColdStart, coldStart, memory, live, cycles }) {
  return [
    ...sizeRows(sizes),
    ...raceRows(speed.chromium, "Chromium", native),
    ...raceRows(speed.node, "Node", native),
    ...Object.entries(encoders).flatMap(encoderRows),
    ...textRows(text, textColdStart),
    smaller(
      "cold start to the score of 1 s",
      coldStart.earful,
      "onnxruntime",
      coldStart.onnxruntime,
      milliseconds,
      "< 1/5",
      1 / 5,
    ),
    ...memoryRows(memory),
    ...liveRows(live),
    cycleRow(cycles),
  ];
}

const verdict = (met) => (met === undefined ? "" : met ? "met" : "MISSED");

/** Rows as a Markdown table, padded so that it reads well as plain text. */
export function table(list) {
  const lines = [
    ["", "earful", "peer", "ratio", "bar", ""],
    ...list.map(({ what, ours, theirs, ratio, bar, met }) => [what, ours, theirs, ratio, bar, verdict(met)]),
  ];
  const widths = lines[0].map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const text = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`);
  text.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return text.join("\n");
}
