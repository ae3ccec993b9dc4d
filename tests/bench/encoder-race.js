// A speech encoder on 15 s, ours and onnxruntime-web's in turn.
import { clip } from "./clip.js";
import { loadEarful } from "./contestants/earful.js";
import { toFloat } from "./contestants/model-file.js";
import { loadGraph } from "./contestants/onnxruntime.js";
import { bytes, url } from "./environment.js";
import { interleave, largestDifference, median } from "./rounds.js";

/**
 * The f32 forms are the same network with the int8 file's weights.
 *
 * @param name Of a folder that get-packages made: "encoder" or "encoder-en".
 * @param rounds Of each measurement.
 * @returns {network, wholeClip}: the median milliseconds of each contestant; {differences}: the largest of a score from
 * that of "earful f32 simd".
 */
export async function raceEncoder(name, rounds) {
  const samples = clip(15);
  const file = await bytes(url(`build/bench/${name}/model.safetensors`));
  const forms = { int8: file, f32: toFloat(file) };
  const ours = {};
  for (const [form, model] of Object.entries(forms)) {
    for (const build of ["simd", "relaxed"]) ours[`earful ${form} ${build}`] = await loadEarful(build, model);
  }
  const theirs = {
    "onnxruntime f32": await loadGraph(`${name}/encoder`),
    "onnxruntime int8": await loadGraph(`${name}/encoder-int8`),
  };

  const first = ours["earful f32 simd"];
  const filters = 80;
  const features = first.logMel(samples);
  const input = { data: features, dims: [1, features.length / filters, filters] };
  const scores = first.scores(samples);
  const differences = {};
  for (const [key, { scores: of }] of Object.entries(ours)) differences[key] = largestDifference(of(samples), scores);
  for (const [key, run] of Object.entries(theirs)) differences[key] = largestDifference(await run(input), scores);
  for (const key of ["earful f32 relaxed", "onnxruntime f32"]) {
    if (!(differences[key] < 1e-3)) throw new Error(`${key} differs by ${differences[key]}: not the same computation`);
  }

  const tasks = {};
  for (const [key, { score }] of Object.entries(ours)) tasks[key] = () => score(samples);
  for (const [key, run] of Object.entries(theirs)) tasks[key] = () => run(input);
  const times = await interleave({ ...tasks, features: () => first.logMel(samples) }, { rounds, warmUp: 2 });
  const medians = Object.fromEntries(Object.entries(times).map(([key, values]) => [key, median(values)]));
  // Ours takes samples, not features: the network is what scoring takes beyond them.
  const network = Object.keys(tasks).map((key) => [key, medians[key] - (key in ours ? medians.features : 0)]);
  const wholeClip = Object.keys(ours).map((key) => [key, medians[key]]);
  return { network: Object.fromEntries(network), wholeClip: Object.fromEntries(wholeClip), differences };
}
