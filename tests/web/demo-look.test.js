// @ts-check
/** How the demo's pages look, as far as it can be measured: nothing wider than a phone, all text readable. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { hum, launchChromium, openDemo, scoresOf, serveDemo, wav } from "./demo-page.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof serveDemo>>} */
let demo;
/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  [demo, browser] = await Promise.all([serveDemo(), launchChromium()]);
});
after(async () => {
  await browser.close();
  demo.close();
});

/**
 * Shows everything that the page can show: a long clip's result, open details, an error.
 * @param {Page} page
 */
async function showAll(page) {
  const name = `${"a very long name without a space".replaceAll(" ", "_")}_${"x".repeat(60)}.wav`;
  await page.setInputFiles("#file", { name, mimeType: "audio/wav", buffer: wav(hum(40)) });
  await scoresOf(page, name);
  for (const summary of await page.locator("summary").all()) await summary.click();
  await page.setInputFiles("#file", { name: `bad_${name}`, mimeType: "audio/wav", buffer: Buffer.from("no audio") });
  await page.getByRole("alert").waitFor();
}

/**
 * Shows everything that the live page can show: two speakers, utterances, flags, an error.
 * @param {Page} page
 */
async function showLive(page) {
  await page.goto(`${demo.url}live.html`);
  await page.getByRole("button", { name: "Start the call" }).click();
  await page.getByRole("slider").first().fill("0.01"); // of the first label
  await page.locator("#log li.flagged").first().waitFor();
  await page.locator("#log li.said").first().waitFor();
  await page.setInputFiles("#file", { name: "x".repeat(90), mimeType: "audio/wav", buffer: Buffer.from("no audio") });
  await page.getByRole("alert").waitFor();
}

/**
 * Shows everything that the page for text can show but an error.
 * @param {Page} page
 */
async function showText(page) {
  await page.goto(`${demo.url}text.html`);
  await page.getByText(/^Model text .* ready/).waitFor();
  await page.getByLabel("A line of chat").fill(`you stupid loser ${"x".repeat(90)}`);
  await page.locator("#marked mark").first().waitFor();
}

/** @type {[name: string, show: (page: Page) => Promise<void>][]} */
const pages = [
  ["page for text", showText],
  ["demo page", showAll],
  ["live page", showLive],
];

/**
 * The relative luminance of a colour (WCAG 2.2).
 * @param {number[]} rgb 0-255
 */
function luminance(rgb) {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * The contrast of two colours, 1-21 (WCAG 2.2).
 * @param {number[]} one rgb, 0-255
 * @param {number[]} other
 */
function contrast(one, other) {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/**
 * Every text that is seen, with its colour and that of what lies behind it.
 * @param {Page} page
 * @returns {Promise<{ text: string, ink: number[], ground: number[] }[]>}
 */
function visibleTexts(page) {
  return page.evaluate(() => {
    /** @param {string} css */
    const parse = (css) => (css.match(/[\d.]+/g) ?? []).map(Number);
    /** @param {Element | null} element */
    const ground = (element) => {
      for (; element; element = element.parentElement) {
        const [r = 0, g = 0, b = 0, alpha = 1] = parse(getComputedStyle(element).backgroundColor);
        if (alpha === 1) return [r, g, b];
      }
      throw new Error("the page has no ground");
    };
    const seen = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      const text = texts.currentNode.textContent?.trim();
      if (!element || !text || !element.checkVisibility({ visibilityProperty: true })) continue;
      seen.push({ text, ink: parse(getComputedStyle(element).color).slice(0, 3), ground: ground(element) });
    }
    return seen;
  });
}

for (const [name, show] of pages) {
  describe(`the ${name}'s look`, () => {
    for (const width of [360, 768, 1280]) {
      test(`fits a width of ${width} pixels in every state`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 740 } });
        const { page } = await openDemo(context, demo.url);
        const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.equal(await overflow(), 0, "empty");
        await show(page);
        assert.equal(await overflow(), 0, "with everything that it can show");
        await context.close();
      });
    }

    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      test(`has readable text in ${colorScheme} colours`, async () => {
        const context = await browser.newContext({ colorScheme });
        const { page } = await openDemo(context, demo.url);
        await show(page);
        const texts = await visibleTexts(page);
        assert.ok(texts.length > 50, `only ${texts.length} texts seen`);
        for (const { text, ink, ground } of texts) {
          assert.ok(contrast(ink, ground) >= 4.5, `${text}: ${contrast(ink, ground).toFixed(2)}`);
        }
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const [red = 0] = (ground.match(/\d+/g) ?? []).map(Number);
        assert.equal(red < 128, colorScheme === "dark", ground);
        await context.close();
      });
    }
  });
}

describe("the demo's colours and picture", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`pairs its ${colorScheme} colours readably`, async () => {
      const context = await browser.newContext({ colorScheme });
      const { page } = await openDemo(context, demo.url);
      for (const [ink = "", ground = ""] of [
        ...["ink", "quiet", "sea", "accent"].map((ink) => [ink, "paper"]),
        ...["ink", "quiet", "sea"].map((ink) => [ink, "tint"]),
        ["on-accent", "accent"],
        ["paper", "sea"],
      ]) {
        const [one = [], other = []] = await page.evaluate(
          (names) =>
            names.map((name) => {
              const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
              return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
            }),
          [ink, ground],
        );
        assert.ok(contrast(one, other) >= 4.5, `${ink} on ${ground}: ${contrast(one, other).toFixed(2)}`);
      }
      await context.close();
    });
  }

  test("draws the time line at the screen's own resolution", async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 3 });
    const { page } = await openDemo(context, demo.url);
    await page.getByRole("button", { name: "A kind word" }).click();
    await scoresOf(page, "A kind word");
    const picture = page.getByRole("img", { name: /^Spectrogram of 5\.\d seconds/ });
    await page.waitForFunction(() => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById("timeline-canvas"));
      return canvas.width === 3 * canvas.clientWidth;
    });
    const colours = await picture.evaluate((/** @type {HTMLCanvasElement} */ canvas) => {
      const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      );
      return new Set(new Uint32Array(data.buffer)).size;
    });
    assert.ok(colours > 100, `${colours} colours`);
    await context.close();
  });
});
