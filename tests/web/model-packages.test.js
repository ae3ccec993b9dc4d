// @ts-check
/** The npm packages of models: made, packed, installed beside the packed earful, and used as a user would. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert } from "chai";

/** @param {string} place */
const here = (place) => fileURLToPath(new URL(place, import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "earful-models-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const released = readdirSync(here("../../models/release"))
  .filter((file) => file.endsWith(".safetensors"))
  .map((file) => path.basename(file, ".safetensors"));

/** @param {string} release  @param {string} packages */
const make = (release, packages) =>
  execFileSync(process.execPath, [here("../../models/packages/make.js"), release, packages], {
    encoding: "utf8",
    stdio: "pipe",
  });

before(() => {
  // The released models; and a small one that stands for an encoder, so that its name is tested before and after there is one.
  const release = path.join(folder, "release");
  cpSync(here("../../models/release"), release, { recursive: true });
  writeFileSync(path.join(release, "encoder.safetensors"), renamed("encoder"));
  writeFileSync(
    path.join(release, "encoder.md"),
    "# encoder\n\n[a link](../LABELS.md) and [another](https://example.org)\n",
  );
  make(release, path.join(folder, "packages"));

  mkdirSync(path.join(folder, "app"));
  writeFileSync(path.join(folder, "app/package.json"), '{ "private": true, "type": "module" }');
  const npm = (/** @type {string[]} */ ...args) =>
    execFileSync("npm", [...args, "--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], {
      cwd: path.join(folder, "app"),
      encoding: "utf8",
    });
  const sources = [
    here("../../web"),
    ...readdirSync(path.join(folder, "packages")).map((name) => `../packages/${name}`),
  ];
  const tarballs = npm("pack", "--silent", ...sources)
    .trim()
    .split("\n");
  npm("install", "--omit=peer", ...tarballs.map((name) => `./${name}`));
});

/** A model's file under another name: the small one of the vectors. @param {string} name */
function renamed(name) {
  const file = readFileSync(here("../vectors/model_encoder_int8.safetensors"));
  const start = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, start));
  header.__metadata__.earful = JSON.stringify({ ...JSON.parse(header.__metadata__.earful), name });
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, file.subarray(start)]);
}

/** @param {string} code */
function run(code) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: path.join(folder, "app"),
    encoding: "utf8",
  });
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  return stdout.trim();
}

for (const name of new Set([...released, "encoder"])) {
  test(`earful-model-${name} is the file, its card, its hash and its licence, and loads`, () => {
    const installed = path.join(folder, `app/node_modules/earful-model-${name}`);
    const files = ["LICENSE", "README.md", "index.d.ts", "index.js", "package.json", `${name}.safetensors`];
    assert.sameMembers(readdirSync(installed), files);
    const file = readFileSync(path.join(installed, `${name}.safetensors`));
    assert.deepEqual(file, readFileSync(path.join(folder, `release/${name}.safetensors`)));
    const { version, license } = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8"));
    const load = name === "text" ? "loadTextScorer" : "loadScorer";
    const told = run(`
      import { ${load} } from "earful";
      import model, * as namespace from "earful-model-${name}";
      (await ${load}({ model: namespace })).dispose();
      const { info } = await ${load}({ model });
      console.log(JSON.stringify([info.name, info.version, info.licence, model.integrity]));`);
    const hash = `sha384-${createHash("sha384").update(file).digest("base64")}`;
    assert.deepEqual(JSON.parse(told), [name, version, license, hash]);
    const card = readFileSync(path.join(installed, "README.md"), "utf8");
    assert.notMatch(card, /\]\((?!https?:|#)/); // no link out of the package
    assert.include(card, `npm install earful earful-model-${name}`);
    assert.include(card, `await ${load}(`);
  });
}

test("a text model's package has what makes one score of its own and a released voice model's", () => {
  const told = run(`
    import { Fusion, judge, loadScorer, loadTextScorer } from "earful";
    import model, { fusions } from "earful-model-text";
    const voice = await loadScorer(), text = await loadTextScorer({ model });
    const fusion = new Fusion(fusions, voice.info, text.info);
    const heard = voice.score(new Float32Array(16000), 16000).scores;
    const kind = fusion.fuse(heard, text.score("well played").scores);
    const unkind = fusion.fuse(heard, text.score("you stupid loser").scores);
    console.log(unkind.toxic > kind.toxic, judge(kind, fusion).length);`);
  assert.equal(told, "true 0");
});

test("a model is found by its name where its package is installed", () => {
  const told = run(`
    import { loadScorer } from "earful";
    console.log((await loadScorer({ model: "encoder" })).info.name);`);
  assert.equal(told, "encoder");
});

test("a package whose file is another than it says is refused", () => {
  const told = run(`
    import { loadScorer } from "earful";
    import { url } from "earful-model-encoder";
    import { integrity } from "earful-model-cnn";
    await loadScorer({ model: { url, integrity } }).catch(({ code }) => console.log(code));`);
  assert.equal(told, "integrity_failed");
});

test("no package is made of a file that calls itself otherwise", () => {
  const release = path.join(folder, "wrong");
  mkdirSync(release);
  writeFileSync(path.join(release, "one.safetensors"), renamed("other"));
  writeFileSync(path.join(release, "one.md"), "# one\n");
  assert.throws(
    () => make(release, path.join(folder, "none")),
    /one\.safetensors holds a model that calls itself other/,
  );
});

test("earful is within 2 MB with both builds and the cnn, and holds no other model", () => {
  const installed = path.join(folder, "app/node_modules/earful");
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const size = files.reduce((sum, { parentPath, name }) => sum + readFileSync(path.join(parentPath, name)).length, 0);
  assert.isAtMost(size, 2e6);
  const models = files.map(({ name }) => name).filter((name) => name.endsWith(".safetensors"));
  assert.deepEqual(models, ["cnn.safetensors"]);
});
