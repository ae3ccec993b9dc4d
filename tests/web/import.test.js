// @ts-check
/** Importing the package, on a server or anywhere, does nothing. */
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { assert } from "chai";

/**
 * @param {string} script
 * @param {...string} flags
 */
function node(script, ...flags) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, "--input-type=module", "--eval", script], {
    encoding: "utf8",
    cwd: new URL(".", import.meta.url),
  });
  return { stdout, stderr, status };
}

test("imports where there is neither WebAssembly nor fetch nor URL, leaves no trace, says nothing", () => {
  const result = node(`
    import assert from "node:assert/strict";
    for (const name of ["WebAssembly", "fetch", "URL", "TextDecoder", "performance", "Response"]) delete globalThis[name];
    const globals = Reflect.ownKeys(globalThis);
    const { EarfulError, loadScorer } = await import("earful");
    assert.deepEqual(Reflect.ownKeys(globalThis), globals);
    await assert.rejects(loadScorer(), (error) => error instanceof EarfulError && error.code === "wasm_unsupported");
  `);
  assert.deepEqual(result, { stdout: "", stderr: "", status: 0 });
});

test("loads and scores where code from strings is forbidden", () => {
  const result = node(
    `
    import { loadScorer } from "earful";
    try { new Function("return 1")(); console.log("not forbidden"); } catch {}
    const scorer = await loadScorer();
    scorer.score(new Float32Array(16000), 16000, { attention: true });
    scorer.selfTest();
    scorer.dispose();
  `,
    "--disallow-code-generation-from-strings",
  );
  assert.deepEqual(result, { stdout: "", stderr: "", status: 0 });
});

test("lets a server end: nothing is left running after a load", () => {
  const result = node(`import { loadScorer } from "earful"; await loadScorer(); process.stdout.write("done");`);
  assert.deepEqual(result, { stdout: "done", stderr: "", status: 0 });
});
