// @ts-check
/** Debian's Firefox ESR through WebDriver BiDi: the suites in a page and a module worker, and live capture. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { assert } from "chai";
import puppeteer from "puppeteer-core";
import { serve } from "./server.js";

// Firefox runs no audio context without a device: a sound server with a sink that is heard nowhere is one.
const runtime = mkdtempSync(path.join(tmpdir(), "earful-sound-"));
const sound = { ...process.env, XDG_RUNTIME_DIR: runtime, HOME: runtime };
const modules = ["-n", "-L", "module-null-sink", "-L", "module-native-protocol-unix"];
execFileSync("pulseaudio", ["--daemonize", "--exit-idle-time=-1", ...modules], { env: sound, stdio: "ignore" });

const server = await serve();
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: "/usr/bin/firefox-esr",
  headless: true,
  env: { ...sound, PULSE_SERVER: `unix:${runtime}/pulse/native` },
  protocolTimeout: 300_000,
  extraPrefsFirefox: { "media.autoplay.default": 0 },
});
after(async () => {
  await browser.close();
  server.close();
  execFileSync("pulseaudio", ["--kill"], { env: sound });
  rmSync(runtime, { recursive: true, force: true });
});

for (const place of ["page", "worker"]) {
  test(`in a Firefox ${place}`, async (t) => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/tests/web/page/index.html?variant=simd&place=${place}`);
    await page.waitForFunction(() => "outcomes" in globalThis);
    /** @type {{ name: string, error?: string }[]} */
    const outcomes = await page.evaluate(() => /** @type {any} */ (globalThis).outcomes);
    assert.isAbove(outcomes.length, 60);
    for (const { name, error } of outcomes) {
      await t.test(name, () => {
        if (error) throw new Error(error);
      });
    }
    await page.close();
  });
}

test("a Firefox page hears a played voice through a stream, live", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/tests/web/page/index.html?variant=simd&place=none`);
  const { end, scores, state } = await page.evaluate(async () => {
    const importUrl = (/** @type {string} */ url) => import(url);
    const { monitor } = await importUrl("/web/dist/live/index.js");
    const { readSafetensors } = await importUrl("/tests/web/safetensors.js");
    const file = await (await fetch("/tests/vectors/clips.safetensors")).arrayBuffer();
    /** @type {Float32Array<ArrayBuffer>} */
    const sentence = readSafetensors(new Uint8Array(file)).tensors.get("sentence");
    const context = new AudioContext();
    const buffer = new AudioBuffer({ length: sentence.length, sampleRate: 16000, numberOfChannels: 1 });
    buffer.copyToChannel(sentence, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    source.connect(output);
    source.start();
    /** @type {any} */
    let opened;
    const utterance = await new Promise((resolve, reject) => {
      monitor(output.stream, { onUtterance: resolve, onError: reject }).then((/** @type {unknown} */ made) => {
        opened = made;
      }, reject);
    });
    await opened.stop();
    await context.close();
    return { end: utterance.end - utterance.start, scores: utterance.scores, state: opened.state };
  });
  assert.isAbove(end, 1);
  assert.isAbove(scores.toxic, 0);
  assert.isBelow(scores.toxic, 1);
  assert.equal(state, "stopped");
});
