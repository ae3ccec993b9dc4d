// @ts-check
/** Every code block of the documents is run, by its kind: what stands behind its opening fence. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { after, describe, test } from "node:test";
import { assert } from "chai";
import { blocksOf, unmarked } from "./blocks.js";
import { atEdge, quotes } from "./edge.js";
import { closeBrowser, inPage } from "./page.js";
import { makeProject } from "./project.js";
import { inShell, namesWhatExists } from "./shell.js";

const { project, remove } = makeProject();
after(remove);
after(closeBrowser);

const guides = readdirSync(new URL("../../docs", import.meta.url)).filter((name) => name.endsWith(".md"));
const documents = [
  "README.md",
  "web/README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...guides.map((name) => `docs/${name}`),
];

/** @type {Record<string, (code: string) => void | Promise<void>>} */
const kinds = {
  js: inNode,
  "js browser": inPage,
  "js edge": atEdge,
  sh: inShell(project),
  "sh repository": namesWhatExists,
  "cpp demo/native/score.cpp": quotes("demo/native/score.cpp"),
  "cmake demo/native/CMakeLists.txt": quotes("demo/native/CMakeLists.txt"),
  text: () => undefined, // a figure or a header: no code
};

for (const path of documents) {
  describe(path, () => {
    const blocks = blocksOf(path);
    test("has no code but in marked blocks of a known kind", () => {
      assert.deepEqual(unmarked(path), []);
      for (const { kind, line } of blocks) assert.property(kinds, kind, `${path}, line ${line}`);
    });
    for (const { line, kind, code } of blocks) {
      if (kind !== "text") test(`line ${line}, ${kind}`, () => kinds[kind]?.(code));
    }
  });
}

test("the documents have examples of each kind", () => {
  const found = new Set(documents.flatMap((path) => blocksOf(path).map(({ kind }) => kind)));
  for (const kind of Object.keys(kinds)) assert.isTrue(found.has(kind), kind);
});

/** @param {string} code */
function inNode(code) {
  const { stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    cwd: project,
  });
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
}
