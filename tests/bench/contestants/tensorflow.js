import { importPeer, peerUrl } from "../environment.js";
import { modelBytes } from "./earful.js";
import { readModel } from "./model-file.js";

/** The network on tfjs-backend-wasm, from TensorFlow.js operations and the weights of the same model file. */
export async function loadTensorFlow() {
  const tf = await importPeer("@tensorflow/tfjs-core");
  const backend = await importPeer("@tensorflow/tfjs-backend-wasm");
  backend.setWasmPaths(peerUrl("@tensorflow/tfjs-backend-wasm/dist/").replace("file://", ""));
  backend.setThreadsCount(1);
  await tf.setBackend("wasm");
  await tf.ready();

  const { header, tensors } = readModel(await modelBytes());
  const { architecture, calibration, labels } = header;
  const tensor = (name) => tf.tensor(tensors[name].values, tensors[name].shape);
  const layers = Array.from({ length: architecture.conv_layers }, (_, i) => ({
    filter: tf.transpose(tensor(`conv${i + 1}.weight`), [1, 2, 3, 0]),
    bias: tensor(`conv${i + 1}.bias`),
  }));
  // Turned once, since its matMul is slow, and adds the bias several times, where it is asked to turn them itself.
  const matrix = (name) => tf.transpose(tensor(`${name}.weight`));
  const [key, value, query] = ["key", "value", "query"].map((name) => matrix(`attention.${name}`));
  const dense = ["fc1", "fc2", "output"].map((name) => ({ b: matrix(name), bias: tensor(`${name}.bias`) }));

  const forward = (logMel, filters) => {
    let x = tf.tensor4d(logMel, [1, logMel.length / filters, filters, 1]);
    layers.forEach(({ filter, bias }, i) => {
      x = tf.fused.conv2d({ x, filter, strides: 1, pad: "same", bias, activation: "relu" });
      if (i + 1 < layers.length) x = tf.maxPool(x, 2, 2, "valid");
    });
    x = tf.reshape(x, [x.shape[1], x.shape[2] * x.shape[3]]);
    const similarity = tf.matMul(tf.matMul(x, query), tf.transpose(tf.matMul(x, key)));
    const weights = tf.mean(tf.softmax(tf.div(similarity, Math.sqrt(architecture.attention_size))), 0, true);
    x = tf.matMul(weights, tf.matMul(x, value));
    dense.forEach(({ b, bias }, i) => {
      x = tf.fused.matMul({ a: x, b, bias, activation: i + 1 < dense.length ? "relu" : "linear" });
    });
    return x;
  };
  return {
    /** logMel [frames][filters] -> the first label's score. */
    network(logMel, filters) {
      const logit = tf.tidy(() => forward(logMel, filters).dataSync()[0]);
      const { scale, bias } = calibration[labels[0]];
      return 1 / (1 + Math.exp(-(scale * logit + bias)));
    },
  };
}
