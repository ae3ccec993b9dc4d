// What live streams cost, for measure/live.js, which looks at the threads from outside.
import { monitor } from "/web/dist/live/index.js";

const RATE = 16000;
const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

async function clip(context, name) {
  const response = await fetch(`/demo/page/samples/${name}.ogg`);
  return context.decodeAudioData(await response.arrayBuffer());
}

/** A track with the buffer over and over, or with silence. */
function trackOf(context, buffer) {
  const destination = context.createMediaStreamDestination();
  if (buffer) {
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    source.connect(destination);
    source.start();
  }
  return destination.stream;
}

/** The speech of a clip without its pauses, so that somebody talks all the time. */
function withoutPauses(context, buffer) {
  const samples = buffer.getChannelData(0);
  const step = 320;
  const loud = [];
  for (let at = 0; at + step <= samples.length; at += step) {
    const block = samples.subarray(at, at + step);
    if (Math.sqrt(block.reduce((sum, value) => sum + value * value, 0) / step) > 0.01) loud.push(...block);
  }
  const made = context.createBuffer(1, loud.length, RATE);
  made.copyToChannel(Float32Array.from(loud), 0);
  return made;
}

let streams = [];
let monitors = [];
let utterances = 0;

/** Makes `talking` streams in which somebody talks all the time, and `silent` ones. */
async function prepare(talking, silent) {
  const context = new AudioContext({ sampleRate: RATE });
  const speech = withoutPauses(context, await clip(context, "conversation"));
  streams = Array.from({ length: talking + silent }, (_, i) => trackOf(context, i < talking ? speech : undefined));
  await wait(1);
}

/** Listens to the first `count` streams. */
async function start(count) {
  const onUtterance = () => utterances++;
  monitors = [];
  utterances = 0;
  for (const stream of streams.slice(0, count)) monitors.push(await monitor(stream, { onUtterance }));
  await wait(3);
}

async function stop() {
  await Promise.all(monitors.map((m) => m.stop()));
  return utterances;
}

/** Seconds from the end of a rude clip to its flag, for each of `times` plays; null where there was none. */
async function delays(times) {
  const context = new AudioContext({ sampleRate: RATE });
  const buffer = await clip(context, "rude");
  const samples = buffer.getChannelData(0);
  const end = samples.findLastIndex((value) => Math.abs(value) > 0.02) / RATE;
  const bus = new GainNode(context);
  let told;
  const m = await monitor(bus, {
    coolDown: 1,
    operatingPoint: "strict",
    onFlag: ({ label }) => {
      if (label === "toxic") told ??= context.currentTime; // another label's flag is not for the words
    },
  });
  const seconds = [];
  for (let i = 0; i < times; i++) {
    told = undefined;
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(bus);
    const when = context.currentTime + 0.1 + Math.random() / 10;
    source.start(when);
    await wait(buffer.duration + 3);
    seconds.push(told === undefined ? null : told - when - end);
  }
  await m.stop();
  return seconds;
}

Object.assign(globalThis, { prepare, start, stop, delays, ready: true });
