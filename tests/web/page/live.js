// @ts-check
/** The live suite, for the test that opens this page: its call counts as a click, without which no audio would run. */
import { assert } from "/node_modules/chai/index.js";
import * as earful from "/web/dist/index.js";
import { monitor } from "/web/dist/live/index.js";
import { captureSuite } from "../suite/live-capture.js";
import { faultSuite } from "../suite/live-faults.js";
import { pageSuite } from "../suite/live-page.js";
import { refusalSuite } from "../suite/live-refusals.js";
import { within } from "./limit.js";
import { track } from "./resources.js";

const resources = track();
const only = new URL(location.href).searchParams.get("only");

/** @type {[string, () => Promise<void>][]} */
const tests = [];
/** @type {string[]} */
const violations = [];
addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.push(blockedURI));
const kit = {
  test: (/** @type {string} */ name, /** @type {() => Promise<void>} */ run) => void tests.push([name, run]),
  assert,
  earful,
  monitor,
  resources,
};
captureSuite(kit);
faultSuite(kit);
refusalSuite(kit);
pageSuite(kit);
tests.push(["keeps to the content security policy", async () => assert.deepEqual(violations, [])]);

async function run() {
  const outcomes = [];
  for (const [name, test] of tests) {
    if (only && !name.includes(only)) continue;
    try {
      await within(test());
      assert.deepEqual(resources.held(), [], "what is still held");
      outcomes.push({ name });
    } catch (error) {
      outcomes.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      resources.release();
    }
  }
  return outcomes;
}

Object.assign(globalThis, { runLive: run });
