// @ts-check
/** `earful inspect` and `earful bench`. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assert } from "chai";
import { detectVariant, loadScorer } from "earful";
import { earful, put, repository, smallModel } from "./cli-kit.js";
import { readSafetensors } from "./safetensors.js";

/** @param {...string} args */
function good(...args) {
  const { stdout, stderr, status } = earful(...args);
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  return stdout;
}

test("inspect tells of a model file what the runtime, the file and its hash say", async () => {
  const found = JSON.parse(good("inspect", "--json", smallModel));
  const bytes = readFileSync(smallModel);
  const scorer = await loadScorer({ model: bytes });
  const { variant, ...info } = scorer.info;
  assert.isString(variant);
  assert.deepEqual(found.info, info);
  assert.deepEqual(found.self_test, { passed: true, scores: scorer.selfTest() });
  scorer.dispose();
  const weights = [...readSafetensors(bytes).tensors].filter(([name]) => !name.startsWith("self_test."));
  assert.equal(found.tensors, weights.length);
  assert.equal(
    found.parameters,
    weights.reduce((sum, [, { length }]) => sum + length, 0),
  );
  assert.equal(found.bytes, bytes.length);
  assert.equal(found.sha256, createHash("sha256").update(bytes).digest("hex"));
  assert.equal(found.format_version, 1);
});

test("inspect prints it for people, the bundled model's if none is named", () => {
  const text = good("inspect");
  assert.equal(good("inspect", "cnn"), text);
  const hash = createHash("sha256").update(readFileSync(join(repository, "models/release/cnn.safetensors")));
  for (const word of ["toxic", "attentive_cnn", "balanced", "Apache-2.0", "training", hash.digest("hex")])
    assert.include(text, word);
  assert.match(text, /self-test +passed: toxic 0\.\d+\n/);
  for (const line of text.split("\n")) if (!line.startsWith("file")) assert.isAtMost(line.length, 100);
});

test("inspect tells of a model that reads text", () => {
  const text = good("inspect", join(repository, "models/release/text.safetensors"));
  for (const word of ["identity_attack", "text_encoder", "sexually_explicit"]) assert.include(text, word);
  assert.match(text, /self-test +passed: profanity 0/);
  assert.notInclude(text, "mel filters");
});

for (const file of readdirSync(join(repository, "models/release")).filter((name) => name.endsWith(".safetensors")))
  test(`inspect finds that ${file}, which is released, scores as it promises`, () => {
    const { self_test } = JSON.parse(good("inspect", "--json", join(repository, "models/release", file)));
    assert.isTrue(self_test.passed);
  });

test("inspect finds the model of a package that is installed where it runs", () => {
  const exported = { "./calm.safetensors": "./calm.safetensors" };
  put("node_modules/earful-model-calm/package.json", JSON.stringify({ name: "earful-model-calm", exports: exported }));
  put("node_modules/earful-model-calm/calm.safetensors", readFileSync(smallModel));
  const { file, info } = JSON.parse(good("inspect", "--json", "calm"));
  assert.match(file, /earful-model-calm.calm\.safetensors$/);
  assert.equal(info.name, "random");
});

test("inspect names a file that is no model, is cut short or is not there, and ends with 2", () => {
  /** @type {[string[], RegExp][]} */
  const wrong = [
    [[put("text", "no model")], /^earful: text: not a model file/],
    [[put("cut", readFileSync(smallModel).subarray(0, 5000))], /^earful: cut: ./],
    [["nowhere.safetensors"], /^earful: nowhere.safetensors: no such file\n$/],
    [["a", "b"], /one model/],
    [["--csv"], /--csv/],
  ];
  for (const [args, message] of wrong) {
    const { stdout, stderr, status } = earful("inspect", ...args);
    assert.deepEqual({ stdout, status }, { stdout: "", status: 2 }, args.join(" "));
    assert.match(stderr, message);
  }
});

test("inspect says of a damaged model that reads what the damage is, not that it does not hear", () => {
  const damaged = readFileSync(join(repository, "models/release/text.safetensors"));
  damaged.write("lost", damaged.indexOf('"positions"') + 1); // a tensor's name
  const { stdout, stderr, status } = earful("inspect", put("damaged", damaged));
  assert.deepEqual({ stdout, status }, { stdout: "", status: 2 });
  assert.equal(stderr, "earful: damaged: tensor positions is missing\n");
});

test("inspect ends with 1 where the self-test fails, and says what the file promised", () => {
  const broken = readFileSync(smallModel);
  const text = broken.toString("latin1");
  const place = text.indexOf("0.", text.indexOf("scores", text.indexOf("self_test"))) + 2;
  broken[place] = broken[place] === 0x39 ? 0x31 : 0x39; // another first digit
  const { stdout, stderr, status } = earful("inspect", put("broken.safetensors", broken));
  assert.deepEqual({ stderr, status }, { stderr: "", status: 1 });
  assert.match(stdout, /self-test +FAILED: /);
});

test("bench measures each build that runs here", () => {
  const { model, machine, builds } = JSON.parse(good("bench", "--json", "--model", smallModel));
  assert.equal(model, smallModel);
  assert.equal(machine.node, process.version);
  const variants = detectVariant() === "relaxed" ? ["simd", "relaxed"] : ["simd"];
  assert.deepEqual(
    builds.map((/** @type {{ variant: string }} */ { variant }) => variant),
    variants,
  );
  for (const { load, score, real_time_factor: factor, live } of builds) {
    for (const figure of [load, score, factor, live]) assert.isAbove(figure, 0);
    assert.approximately(factor, score / 15000, 1e-12);
  }
});

test("bench prints a table for people, and ends with 2 without a model", () => {
  assert.match(good("bench"), /one thread\nbuild +load +score 15 s +real-time factor .*\nsimd +\d+ ms +\d+\.\d ms/);
  const { stderr, status } = earful("bench", "--model", "nowhere");
  assert.deepEqual({ stderr, status }, { stderr: "earful: --model nowhere: no such file\n", status: 2 });
});
