// Features and network on 15 s, ours and the peers' in turn; the same in Node and in a page.
import { clip } from "./clip.js";
import { loadEarful } from "./contestants/earful.js";
import { loadMeyda } from "./contestants/meyda.js";
import { loadOnnxRuntime } from "./contestants/onnxruntime.js";
import { loadTensorFlow } from "./contestants/tensorflow.js";
import { interleave, largestDifference, median } from "./rounds.js";

const filters = 40;

function assertClose(what, difference, bound) {
  if (!(difference < bound)) throw new Error(`${what} differ by ${difference}: not the same computation`);
}

/**
 * @param rounds Of each measurement.
 * @returns {logMel, network, wholeClip}: the median milliseconds of each contestant; {differences} from ours.
 */
export async function race(rounds) {
  const samples = clip(15);
  const simd = await loadEarful("simd");
  const relaxed = await loadEarful("relaxed");
  const stft = await loadOnnxRuntime("stft");
  const convolution = await loadOnnxRuntime("convolution");
  const tensorflow = await loadTensorFlow();
  const meyda = await loadMeyda();

  const features = simd.logMel(samples);
  const score = simd.score(samples);
  const differences = {
    "earful relaxed": largestDifference([relaxed.score(samples)], [score]),
    "onnxruntime features, stft": largestDifference(await stft.logMel(samples), features),
    "onnxruntime features, convolution": largestDifference(await convolution.logMel(samples), features),
    onnxruntime: largestDifference([await stft.network(features, filters)], [score]),
    tensorflow: largestDifference([tensorflow.network(features, filters)], [score]),
  };
  for (const [name, difference] of Object.entries(differences)) assertClose(`${name} and earful`, difference, 1e-3);

  const logMel = await interleave(
    {
      "earful simd": () => simd.logMel(samples),
      "earful relaxed": () => relaxed.logMel(samples),
      "onnxruntime stft": () => stft.logMel(samples),
      "onnxruntime convolution": () => convolution.logMel(samples),
      meyda: () => meyda.logMel(samples),
    },
    { rounds },
  );
  const scoring = await interleave(
    {
      "simd score": () => simd.score(samples),
      "simd features": () => simd.logMel(samples),
      "relaxed score": () => relaxed.score(samples),
      "relaxed features": () => relaxed.logMel(samples),
      "onnxruntime network": () => stft.network(features, filters),
      "onnxruntime score": () => stft.score(samples),
      "tensorflow network": () => tensorflow.network(features, filters),
    },
    { rounds },
  );
  // Ours takes samples, not features: the network is what scoring takes beyond the features, round by round.
  const beyond = (variant) =>
    scoring[`${variant} score`].map((time, round) => time - scoring[`${variant} features`][round]);
  const medians = (times) => Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
  return {
    logMel: medians(logMel),
    network: medians({
      "earful simd": beyond("simd"),
      "earful relaxed": beyond("relaxed"),
      onnxruntime: scoring["onnxruntime network"],
      tensorflow: scoring["tensorflow network"],
    }),
    wholeClip: medians({
      "earful simd": scoring["simd score"],
      "earful relaxed": scoring["relaxed score"],
      onnxruntime: scoring["onnxruntime score"],
    }),
    differences,
  };
}
