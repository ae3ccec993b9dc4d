// @ts-check
/** The demo's page for text, in Debian's Chromium, with the released model. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchChromium, serveDemo } from "./demo-page.js";

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

async function open() {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(demo.url)) complaints.push(request.url());
  });
  await page.goto(`${demo.url}text.html`);
  return { page, complaints };
}

test("what a person writes is scored, and the words that carry a label are marked", async () => {
  const { page, complaints } = await open();
  await page.getByText(/^Model text .* ready/).waitFor();
  await page.getByLabel("A line of chat").fill("you silly goose, you stupid loser");
  await page.locator("#verdict", { hasText: /Bullying .*flagged at strict/ }).waitFor();
  await page.getByRole("button", { name: /^Bullying/ }).click();
  assert.equal(await page.getByRole("button", { name: /^Bullying/ }).getAttribute("aria-pressed"), "true");
  await page.locator("#marked mark", { hasText: "loser" }).waitFor();
  assert.equal(await page.locator("#marked").textContent(), "you silly goose, you stupid loser");
  await page.getByRole("button", { name: "Friendly" }).click();
  await page.locator("#verdict", { hasText: "No operating point would flag it." }).waitFor();
  await page.getByLabel("A line of chat").fill(" ");
  await page.locator("#result").waitFor({ state: "hidden" });
  assert.deepEqual(complaints, []);
  await page.close();
});

test("the keyboard goes on from the label that it chose", async () => {
  const { page } = await open();
  await page.getByText(/^Model text .* ready/).waitFor();
  await page.getByLabel("A line of chat").fill("you stupid loser");
  await page.locator("#verdict", { hasText: /flagged/ }).waitFor();
  const chosen = page.locator("#labels button").nth(1);
  const next = page.locator("#labels button").nth(2);
  await chosen.focus();
  await page.keyboard.press("Enter");
  assert.equal(await chosen.getAttribute("aria-pressed"), "true");
  await page.keyboard.press("Tab");
  assert.equal(await next.evaluate((button) => button === document.activeElement), true);
  await page.keyboard.press("Space");
  assert.equal(await next.getAttribute("aria-pressed"), "true");
  assert.equal(await next.evaluate((button) => button === document.activeElement), true);
  await page.close();
});

test("the longest line that may be pasted is scored before its words are weighed", async () => {
  const { page } = await open();
  await page.getByText(/^Model text .* ready/).waitFor();
  const input = page.getByLabel("A line of chat");
  await input.fill(`you stupid loser ${"well played ".repeat(100)}`.slice(0, 280));
  await page.locator("#verdict").filter({ hasText: /./ }).waitFor();
  assert.equal(await page.locator("#marked mark").count(), 0);
  await page.locator("#marked mark").first().waitFor();
  await input.fill("x".repeat(500));
  assert.equal((await input.inputValue()).length, 280);
  await page.close();
});

test("a disguised word counts as what it stands for", async () => {
  const { page } = await open();
  await page.getByText(/^Model text .* ready/).waitFor();
  await page.getByRole("button", { name: "Disguised" }).click();
  await page.locator("#verdict", { hasText: /Bullying .*flagged at strict/ }).waitFor();
  await page.close();
});

test("a server without a model for text says so", async () => {
  const context = await browser.newContext();
  await context.route("**/models.json", (route) => route.fulfill({ json: [] }));
  const page = await context.newPage();
  await page.goto(`${demo.url}text.html`);
  await page.getByRole("alert").getByText("there is no model for text on this server").waitFor();
  assert.equal(await page.getByLabel("A line of chat").isDisabled(), true);
  await context.close();
});
