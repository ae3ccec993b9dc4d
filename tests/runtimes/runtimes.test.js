// @ts-check
/** The one test file, project/everywhere.js, on the packed package in every runtime. See ../run. */
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert } from "chai";
import puppeteer from "puppeteer-core";
import * as vector from "../packed/vector.js";
import { launchChromium } from "../web/demo-page.js";
import { serve } from "../web/server.js";
import { wav } from "../web/wav.js";
import { compareTable } from "./table.js";
import { launchWebKit } from "./webkit.js";

/** @typedef {import("./project/everywhere.js").Outcome} Outcome */

const project = fileURLToPath(new URL("../../build/runtimes/", import.meta.url));
cpSync(new URL("project/", import.meta.url), project, { recursive: true });
const { clip, sampleRate, expected: scores, attention, tolerance } = vector;
const heard = { clip: [...clip], sampleRate, scores, attention: [...attention], tolerance };
const json = JSON.stringify({ ...heard, textModel: [...vector.textModel], texts: vector.expectedOfTexts });
writeFileSync(`${project}vector.js`, `export default ${json};\n`);

/** @type {Record<string, string>} */
const pinned = JSON.parse(readFileSync(`${project}package.json`, "utf8")).devDependencies;
/** @type {import("./table.js").Row[]} */
const passed = [];

/**
 * @param {string} runtime
 * @param {string} version
 * @param {string} place
 * @param {() => Promise<Outcome[]> | Outcome[]} run
 */
function runs(runtime, version, place, run) {
  test(`${runtime}, ${place}`, async (t) => {
    const outcomes = await run();
    assert.isAbove(outcomes.length, 5, JSON.stringify(outcomes));
    for (const { name, error } of outcomes) {
      await t.test(name, () => {
        if (error) throw new Error(error);
      });
    }
    if (!outcomes.some(({ error }) => error)) passed.push({ runtime, version, place, tests: outcomes.length });
  });
}

/**
 * @param {string} name
 * @param {() => Promise<{ outcomes: (url: string) => Promise<unknown>, close: () => Promise<void> }>} launch
 */
function browser(name, launch) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    /** @type {Awaited<ReturnType<typeof launch>>} */
    let opened;
    before(async () => {
      server = await serve();
      opened = await launch();
    });
    after(async () => {
      await opened.close();
      server.close();
    });
    for (const [query, place] of Object.entries({ page: "page", worker: "module worker", worklet: "AudioWorklet" })) {
      runs(name, "Debian's", place, async () => {
        const outcomes = await opened.outcomes(`${server.origin}/build/runtimes/page.html?${query}`);
        return /** @type {Outcome[]} */ (outcomes);
      });
    }
  });
}

browser("Chromium", async () => {
  const chromium = await launchChromium();
  const page = await chromium.newPage();
  return { outcomes: (url) => page.goto(url).then(() => outcomesOf(page)), close: () => chromium.close() };
});

browser("Firefox ESR", async () => {
  const options = { headless: true, executablePath: "/usr/bin/firefox-esr", protocolTimeout: 300_000 };
  const firefox = await puppeteer.launch({ browser: "firefox", ...options });
  const page = await firefox.newPage();
  return { outcomes: (url) => page.goto(url).then(() => outcomesOf(page)), close: () => firefox.close() };
});

browser("WebKitGTK", launchWebKit);

/** @param {import("playwright-core").Page | import("puppeteer-core").Page} page */
async function outcomesOf(page) {
  await /** @type {import("playwright-core").Page} */ (page).waitForFunction(() => "outcomes" in globalThis);
  return /** @type {import("playwright-core").Page} */ (page).evaluate(() => /** @type {any} */ (globalThis).outcomes);
}

/** @param {string} file of the project  @param {string[]} args */
function output(file, ...args) {
  const env = {
    ...process.env,
    DENO_DIR: `${project}.deno`,
    DENO_NO_UPDATE_CHECK: "1",
    WRANGLER_SEND_METRICS: "false",
  };
  return execFileSync(`${project}node_modules/${file}`, args, { cwd: project, env, encoding: "utf8" });
}

for (const major of ["20", "22", "24"]) {
  const version = pinned[`node${major}`]?.replace(/.*@/, "") ?? "";
  runs("Node", version, "module", () => JSON.parse(output(`node${major}/bin/node`, "console.js")));
}
runs("Deno", pinned["@deno/linux-x64-glibc"] ?? "", "module", () =>
  JSON.parse(output("@deno/linux-x64-glibc/deno", "run", "--no-remote", "--allow-read", "console.js")),
);
runs("Bun", pinned["@oven/bun-linux-x64"] ?? "", "module", () =>
  JSON.parse(output("@oven/bun-linux-x64/bin/bun", "console.js")),
);

test("npx runs the command line", () => {
  writeFileSync(`${project}clip.wav`, wav([clip], sampleRate));
  const line = execFileSync("npx", ["--no", "earful", "score", "--json", "clip.wav"], {
    cwd: project,
    encoding: "utf8",
  });
  const told = JSON.parse(line).scores;
  for (const [label, score] of Object.entries(scores)) assert.closeTo(told[label], score, 1e-4);
});

describe("workerd, bundled by wrangler", () => {
  /** @type {{ answer: import("earful").ClipScores, bytes: number, outcomes: Outcome[] }} */
  let told;
  before(() => {
    // wrangler and Miniflare run in Node 22 or newer.
    output("node22/bin/node", "node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run", "--outdir", "out");
    told = JSON.parse(output("node22/bin/node", "edge-host.js"));
  });
  runs("workerd", `Miniflare ${pinned.miniflare}`, "edge worker", () => told.outcomes);

  test("a posted clip is answered with its scores", () => {
    assert.deepEqual(Object.keys(told.answer.scores), Object.keys(scores));
    for (const [label, score] of Object.entries(told.answer.scores)) assert.closeTo(score, scores[label] ?? NaN, 1e-4);
  });

  test("128 MB are enough after a clip of a minute", () => {
    console.log(`workerd has ${Math.round(told.bytes / 1e6)} MB of its own`);
    assert.isAbove(told.bytes, 1e6);
    assert.isBelow(told.bytes, 128e6);
  });
});

test("at least twelve pass, and the README lists them", () => {
  assert.isAtLeast(passed.length, 12);
  compareTable(passed);
});
