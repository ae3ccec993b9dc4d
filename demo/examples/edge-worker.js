// @ts-check
/**
 * An edge worker that scores an uploaded WAV file:  curl --data-binary @clip.wav https://…
 * The platform compiles the WebAssembly and hands over the model file as bytes; nothing is fetched, nothing is stored.
 */
import { AudioError, EarfulError, loadScorer } from "earful";
import wasm from "earful/earful-simd.wasm";
import model from "earful/models/cnn.safetensors";
import { AudioSampleSink, BufferSource, Input, WAVE } from "mediabunny";

const longest = 60; // seconds

/** @type {Promise<import("earful").Scorer> | undefined} shared by the requests of an isolate */
let scorer;

function load() {
  scorer ??= loadScorer({ wasm, model }).catch((error) => {
    scorer = undefined; // the next request tries again
    throw error;
  });
  return scorer;
}

/**
 * The mean of the channels.
 * @param {ArrayBuffer} bytes of a WAV file
 * @returns {Promise<{ samples: Float32Array, sampleRate: number }>}
 */
async function decode(bytes) {
  const track = await new Input({ formats: [WAVE], source: new BufferSource(bytes) }).getPrimaryAudioTrack();
  if (!track) throw new TypeError("there is no audio in it");
  const length = Math.min(longest, await track.computeDuration());
  const samples = new Float32Array(Math.ceil(length * track.sampleRate));
  let filled = 0;
  for await (const sample of new AudioSampleSink(track).samples(0, length)) {
    const part = new Float32Array(sample.numberOfFrames);
    const count = Math.min(part.length, samples.length - filled);
    for (let planeIndex = 0; planeIndex < sample.numberOfChannels; planeIndex++) {
      sample.copyTo(part, { planeIndex, format: "f32-planar" });
      for (let i = 0; i < count; i++) {
        samples[filled + i] = (samples[filled + i] ?? 0) + (part[i] ?? 0) / sample.numberOfChannels;
      }
    }
    filled += part.length;
    sample.close();
  }
  return { samples, sampleRate: track.sampleRate };
}

export default {
  /** @param {Request} request */
  async fetch(request) {
    if (request.method !== "POST")
      return new Response("POST a WAV file\n", { status: 405, headers: { Allow: "POST" } });
    try {
      const { samples, sampleRate } = await decode(await request.arrayBuffer());
      return Response.json((await load()).score(samples, sampleRate));
    } catch (error) {
      const code = error instanceof EarfulError ? error.code : "not_a_wav_file";
      if (code === "engine_failed") scorer = undefined; // the next request loads another
      const ours = error instanceof EarfulError && !(error instanceof AudioError); // else the upload is at fault
      return Response.json({ error: { code, message: String(error) } }, { status: ours ? 500 : 400 });
    }
  },
};
