// @ts-check
/** The checks of a release find what is wrong with a package. They run on what `npm run release:check` packed. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { assert } from "chai";
import { checkLicences } from "./licences.js";
import { pack, repository } from "./package.js";
import { checkProvenance, hasHistory } from "./provenance.js";
import { checkSizes } from "./sizes.js";
import { checkTypes } from "./types.js";

const good = join(repository, "build/release/package/package");
const place = mkdtempSync(join(tmpdir(), "earful-release-"));
const root = join(place, "package");
before(() => cpSync(good, root, { recursive: true }));
after(() => rmSync(place, { recursive: true }));
const silent = () => undefined;

/**
 * Runs with a file of the package changed, and restores it.
 * @param {string} path
 * @param {(content: Buffer) => string | Buffer} change
 * @param {() => void} run
 */
function changed(path, change, run) {
  const file = join(root, path);
  const content = readFileSync(file);
  writeFileSync(file, change(content));
  try {
    run();
  } finally {
    writeFileSync(file, content);
  }
}

test("a package over its budget is found", () => {
  assert.deepEqual(checkSizes(root, silent), []);
  changed(
    "dist/models/cnn.safetensors",
    (file) => Buffer.concat([file, Buffer.alloc(1_600_000)]),
    () =>
      assert.match(checkSizes(root, silent).join("\n"), /^unpacked: .* over the budget of 2000000\nthe model cnn: /),
  );
});

test("a licence that is missing is found, and a package that was bundled", () => {
  assert.deepEqual(checkLicences(root, silent), []);
  const wrong = () => checkLicences(root, silent).join("\n");
  changed(
    "dist/THIRD_PARTY_NOTICES",
    (file) => file.toString().replace(/^kissfft/m, "another"),
    () => assert.match(wrong(), /the notices lack kissfft/),
  );
  changed(
    "dist/index.js",
    (file) => `/*! some-package, all rights reserved */${file.toString()}`,
    () => assert.match(wrong(), /dist\/index.js: .*some-package.* is bundled/),
  );
});

test("a model that is none of the released ones is found", () => {
  assert.deepEqual(checkProvenance(root, silent), []);
  changed(
    "dist/models/cnn.safetensors",
    (file) => Buffer.concat([file.subarray(0, -1), Buffer.from([1])]),
    () => assert.match(checkProvenance(root, silent).join("\n"), /cnn.safetensors in the package is none of/),
  );
});

test("a model of unknown origin is found", () => {
  const folder = join(place, "models");
  cpSync(join(repository, "models/release"), folder, { recursive: true });
  writeFileSync(join(folder, "cnn.md"), "A card that says nothing of that.\n");
  const model = join(folder, "cnn.safetensors");
  const untold = readFileSync(model, "latin1")
    .replace(/\bcommit(?= [0-9a-f]{7})/g, "change")
    .replaceAll("sha256", "number");
  writeFileSync(model, untold, "latin1");
  const found = checkProvenance(root, silent, folder).join("\n");
  assert.match(found, /cnn.safetensors names no commit/);
  assert.match(found, /cnn.safetensors names no corpus/);
});

test("a commit that is none is found", { skip: !hasHistory }, () => {
  const folder = join(place, "lost");
  cpSync(join(repository, "models/release"), folder, { recursive: true });
  appendFileSync(join(folder, "text.md"), "Made at commit 0123456.\n");
  const found = checkProvenance(root, silent, folder).join("\n");
  assert.equal(found, "text.safetensors or its card names a commit that is none");
});

test("types that are not there are found", () => {
  rmSync(join(root, "dist/live/index.d.ts"));
  const wrong = checkTypes(pack(root, "without-types"), silent).join("\n");
  assert.match(wrong, /^attw:/);
  assert.match(wrong, /\npublint:/);
});
