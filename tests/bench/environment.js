// What differs between Node and a page when a contestant is loaded. Paths are relative to the repository's root.
const inNode = typeof process === "object";

// How a page gets a peer; built for the browser, some only set a global.
const inBrowser = {
  "onnxruntime-web/wasm": { file: "onnxruntime-web/dist/ort.wasm.bundle.min.mjs" },
  "@tensorflow/tfjs-core": { file: "@tensorflow/tfjs-core/dist/tf-core.min.js", global: () => globalThis.tf },
  "@tensorflow/tfjs-backend-wasm": {
    file: "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js",
    global: () => globalThis.tf.wasm,
  },
  "@huggingface/transformers": { file: "@huggingface/transformers/dist/transformers.min.js" },
  meyda: { file: "meyda/dist/web/meyda.min.js", global: () => globalThis.Meyda },
};

/** Where a file of the repository can be read: a file URL in Node, an address of the server in a page. */
export const url = (path) => new URL(`../../${path}`, import.meta.url).href;

export const peerUrl = (path) => url(`tests/bench/node_modules/${path}`);

/** Imports a peer by its package name. */
export async function importPeer(name) {
  if (inNode) {
    const module = await import(name);
    return module.default ?? module;
  }
  const { file, global } = inBrowser[name];
  const module = await import(peerUrl(file));
  return global ? global() : module;
}

/** The bytes of a file. */
export async function bytes(address) {
  if (!inNode) return new Uint8Array(await (await fetch(address)).arrayBuffer());
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL(address));
}
