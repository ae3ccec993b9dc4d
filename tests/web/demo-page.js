// @ts-check
/** What the demo's tests share: the served demo, Chromium, and clips to give it. */
import { after } from "node:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** Hertz, the model's own, so that no resampling comes between the page and a comparison. */
export const sampleRate = 16000;

/** A model file of two labels, `first` and `second`. */
export const twoLabels = fileURLToPath(new URL("../vectors/model_self_attention.safetensors", import.meta.url));

/**
 * The demo's server on a free port.
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveDemo() {
  const script = fileURLToPath(new URL("../../demo/serve.js", import.meta.url));
  const server = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(server.stdout, "data");
  const url = /http:\S+/.exec(String(line))?.[0];
  if (!url) throw new Error(`the server said: ${String(line)}`);
  return { url, close: () => server.kill() };
}

/** Lets the demo's pages of a context begin with the package's own model, as if a person had chosen it. */
export async function withOwnModel(/** @type {import("playwright-core").BrowserContext} */ context) {
  await context.addInitScript(() => (localStorage["earful-model"] ??= "cnn"));
  return context;
}

/** @param {string[]} more flags */
export function launchChromium(more = []) {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", ...more] });
}

/** The demo served, and Chromium, till the tests of the file have run. */
export async function demoInChromium() {
  const [demo, browser] = await Promise.all([serveDemo(), launchChromium()]);
  after(async () => {
    await browser.close();
    demo.close();
  });
  return { demo, browser };
}

/**
 * A page with the demo, its model loaded, and a record of what must not happen.
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} url
 */
export async function openDemo(context, url) {
  await withOwnModel(context);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  /** @type {string[]} */
  const requests = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  await page.getByText(/^Model .* ready/).waitFor();
  return { page, complaints, requests };
}

/**
 * Waits until a clip is scored and gives what the page shows as JSON.
 * @param {import("playwright-core").Page} page
 * @param {string} name of the clip
 */
export async function scoresOf(page, name) {
  await page.locator("#announcement", { hasText: `Scored ${name},` }).waitFor({ state: "attached" });
  return JSON.parse((await page.locator("#json").textContent()) ?? "");
}

/**
 * Something between a hum and speech: a few partials that come and go.
 * @param {number} seconds
 * @returns {Float32Array<ArrayBuffer>} whole sixteen-bit steps, so that a wav file holds it exactly
 */
export function hum(seconds) {
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const time = i / sampleRate;
    const swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * 3 * time);
    const partials = [140, 420, 910, 2300].map((hz, k) => Math.sin(2 * Math.PI * hz * time) / (k + 2));
    return Math.round(9000 * swell * partials.reduce((sum, partial) => sum + partial, 0)) / 32768;
  });
}

/**
 * @param {Float32Array} samples
 * @returns {Buffer} a wav file, 16 bits, mono
 */
export function wav(samples) {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + 2 * samples.length, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(2 * sampleRate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => file.writeInt16LE(Math.round(32768 * sample), 44 + 2 * i));
  return file;
}

/**
 * Gives the page a WAV file.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {Buffer} buffer
 */
export const choose = (page, name, buffer) => page.setInputFiles("#file", { name, mimeType: "audio/wav", buffer });

/**
 * What has the keyboard's focus: its id, or its text.
 * @param {import("playwright-core").Page} page
 */
export const focused = (page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim());
