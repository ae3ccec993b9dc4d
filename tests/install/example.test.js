// @ts-check
/** The native example, built against the installed library, gives the scores that PyTorch gives. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert } from "chai";
import { readSafetensors } from "../web/safetensors.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const model = `${repository}/models/release/cnn.safetensors`;
const vectors = (/** @type {string} */ name) =>
  readSafetensors(readFileSync(`${repository}/tests/vectors/${name}.safetensors`)).tensors;

/**
 * @param {Uint8Array} input
 * @param {...string} args
 */
function score(input, ...args) {
  const { stdout, stderr, status } = spawnSync(`${repository}/build/install/example/score`, args, {
    input,
    encoding: "utf8",
  });
  return { stdout, stderr, status };
}

for (const clip of ["short", "second", "sentence"]) {
  test(`scores the clip ${clip} as PyTorch does`, () => {
    const samples = vectors("clips").get(clip) ?? new Float32Array();
    const { stdout, stderr, status } = score(
      new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
      model,
    );
    assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
    const [, label, value] = /^(\w+) ([\d.e-]+)\n$/.exec(stdout) ?? [];
    assert.equal(label, "toxic");
    assert.approximately(Number(value), vectors("scores_release").get(`${clip}.scores`)?.[0] ?? NaN, 1e-4);
  });
}

test("says what is wrong with the audio, the model or the call", () => {
  /** @type {[Uint8Array, string[], RegExp, number][]} */
  const wrong = [
    [new Uint8Array(), [model], /^audio_empty: /, 1],
    [new Uint8Array(400), [model], /^audio_too_short: .*0\.1 s/, 1],
    [new Uint8Array(), ["nowhere"], /^model_invalid: /, 1],
    [new Uint8Array(), [], /^usage: /, 2],
  ];
  for (const [input, args, message, code] of wrong) {
    const { stdout, stderr, status } = score(input, ...args);
    assert.deepEqual({ stdout, status }, { stdout: "", status: code });
    assert.match(stderr, message);
  }
});

test("comes with the licences, and names no place of the machine that built it", () => {
  const installed = `${repository}/build/install/moved`;
  for (const file of ["LICENSE", "THIRD_PARTY_NOTICES"])
    assert.isTrue(existsSync(`${installed}/share/doc/earful/${file}`));
  const files = readdirSync(installed, { recursive: true }).map(String);
  const texts = files.filter((name) => /\.(cmake|h)$/.test(name));
  assert.isAbove(texts.length, 40);
  for (const name of texts) assert.notInclude(readFileSync(`${installed}/${name}`, "utf8"), repository, name);
});
