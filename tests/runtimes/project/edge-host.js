/** Runs the bundled edge.js in workerd, and measures its memory after a long clip. */
import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import vector from "./vector.js";

// What wrangler left: the script, the binary, the model.
const types = /** @type {const} */ ({ ".js": "ESModule", ".wasm": "CompiledWasm", ".bin": "Data" });
const out = readdirSync("out").flatMap((name) => {
  const type = types[/** @type {keyof typeof types} */ (extname(name))];
  return type ? [{ type, path: `/${name}`, contents: readFileSync(`out/${name}`) }] : [];
});
const modules = out.sort((a, b) => Number(b.type === "ESModule") - Number(a.type === "ESModule")); // the script first
const settings = { compatibilityDate: "2026-07-01", modulesRoot: "/", modules };
const host = new Miniflare(convertV4MiniflareOptions(settings));

/** @param {number} times that the clip is repeated */
async function post(times) {
  const { clip } = vector;
  const samples = new Float32Array(times * clip.length).map((_, i) => clip[i % clip.length] ?? 0);
  const response = await host.dispatchFetch("http://localhost/", { method: "POST", body: samples.buffer });
  return response.json();
}

/** @returns {number} bytes that workerd has of its own: more than the isolate's, which nobody tells */
function memory() {
  const [workerd = ""] = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").split(" ");
  const [, kilobytes] = /RssAnon:\s*(\d+)/.exec(readFileSync(`/proc/${workerd}/status`, "utf8")) ?? [];
  return 1024 * Number(kilobytes);
}

const answer = await post(1);
await post(16); // a minute
const bytes = memory();
const outcomes = await (await host.dispatchFetch("http://localhost/")).json();
console.log(JSON.stringify({ answer, bytes, outcomes }));
await host.dispose();
