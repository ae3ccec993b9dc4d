// What differs between Node and a page when a contestant is loaded. Paths are relative to the repository's root.
const inNode = typeof process === "object";

// Built for the browser, some peers only set a global.
const globals = { "@tensorflow/tfjs-core": "tf", "@tensorflow/tfjs-backend-wasm": "tf", meyda: "Meyda" };
const browserFiles = {
  "onnxruntime-web/wasm": "onnxruntime-web/dist/ort.wasm.bundle.min.mjs",
  "@tensorflow/tfjs-core": "@tensorflow/tfjs-core/dist/tf-core.min.js",
  "@tensorflow/tfjs-backend-wasm": "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js",
  meyda: "meyda/dist/web/meyda.min.js",
};

/** Where a file of the repository can be read: a file URL in Node, an address of the server in a page. */
export const url = (path) => new URL(`../../${path}`, import.meta.url).href;

export const peerUrl = (path) => url(`tests/bench/node_modules/${path}`);

/** Imports a peer by its package name. */
export async function importPeer(name) {
  const module = await import(inNode ? name : peerUrl(browserFiles[name]));
  return inNode ? (module.default ?? module) : (globalThis[globals[name]] ?? module);
}

/** The bytes of a file. */
export async function bytes(address) {
  if (!inNode) return new Uint8Array(await (await fetch(address)).arrayBuffer());
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL(address));
}
