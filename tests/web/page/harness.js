// @ts-check
import { assert } from "/node_modules/chai/index.js";
import * as earful from "/web/dist/index.js";
import { suites } from "../suites.js";
import { within } from "./limit.js";

/** @typedef {{ name: string, error?: string }} Outcome */

/**
 * Runs the suites where there is no test runner.
 * @param {import("earful").Variant} variant
 * @returns {Promise<Outcome[]>}
 */
export async function runSuites(variant) {
  /** @type {Outcome[]} */
  const outcomes = [];
  /** @type {[string, () => void | Promise<void>][]} */
  const tests = [];
  /** @type {string[]} */
  const violations = [];
  // Here, so that the policy is known to be in force and known to report.
  await new Promise((resolve) => {
    addEventListener("securitypolicyviolation", resolve, { once: true });
    try {
      new Function("");
      outcomes.push({ name: "the page forbids eval", error: "it does not" });
    } catch {
      outcomes.push({ name: "the page forbids eval" });
    }
  });
  addEventListener("securitypolicyviolation", (event) => {
    violations.push(/** @type {SecurityPolicyViolationEvent} */ (event).blockedURI);
  });

  const gc = /** @type {{ gc?: () => void }} */ (globalThis).gc;
  const { origin } = location;
  const test = (/** @type {string} */ name, /** @type {() => void | Promise<void>} */ run) => tests.push([name, run]);
  for (const suite of suites) suite({ test, assert, earful, origin, variant, ...(gc && { gc }) });
  test("keeps to the content security policy", () => assert.deepEqual(violations, []));
  test("takes the fastest build that this engine runs", async () => {
    const scorer = await earful.loadScorer();
    assert.equal(scorer.info.variant, "relaxed");
    scorer.dispose();
  });

  for (const [name, run] of tests) {
    try {
      await within(run());
      outcomes.push({ name });
    } catch (error) {
      outcomes.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return outcomes;
}
