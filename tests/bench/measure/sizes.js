import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { peerUrl, url } from "../environment.js";

const gzip = async (file) => gzipSync(await readFile(new URL(file)), { level: 9 }).length;

async function gzipAll(files) {
  const sizes = await Promise.all(files.map(gzip));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Bytes after gzip -9, file by file: {wasm: {earful simd, ...}, javascript: {...}}. */
export async function measureSizes() {
  const ort = (name) => peerUrl(`onnxruntime-web/dist/${name}`);
  const tfjs = (name) => peerUrl(`@tensorflow/${name}`);
  return {
    wasm: {
      "earful simd": await gzip(url("web/dist/earful-simd.wasm")),
      "earful relaxed": await gzip(url("web/dist/earful-relaxed.wasm")),
      onnxruntime: await gzip(ort("ort-wasm-simd-threaded.wasm")),
      "tfjs-wasm": await gzip(tfjs("tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm")),
    },
    javascript: {
      earful: await gzip(url("web/dist/index.js")),
      onnxruntime: await gzip(ort("ort.wasm.bundle.min.mjs")),
      "tfjs-wasm": await gzipAll([
        tfjs("tfjs-core/dist/tf-core.min.js"),
        tfjs("tfjs-backend-wasm/dist/tf-backend-wasm.min.js"),
      ]),
      meyda: await gzip(peerUrl("meyda/dist/web/meyda.min.js")),
    },
  };
}
