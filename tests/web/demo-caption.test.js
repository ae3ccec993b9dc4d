// @ts-check
/** What was said in a clip, on the demo's clip page, with the released models. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { demoInChromium, openDemo } from "./demo-page.js";

const { demo, browser } = await demoInChromium();

/**
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} sample
 * @param {string} [model] in place of the page's own
 */
async function score(context, sample, model) {
  const opened = await openDemo(context, demo.url);
  if (model) {
    await opened.page.getByLabel("Model").selectOption(model);
    await opened.page.getByText(RegExp(`^Model ${model} .* ready`)).waitFor();
  }
  await opened.page.getByRole("button", { name: sample }).click();
  await opened.page.locator("#announcement", { hasText: "Scored" }).waitFor({ state: "attached" });
  return opened;
}

/** @param {unknown[]} models */
async function serving(models) {
  const context = await browser.newContext();
  await context.route("**/models.json", (route) => route.fulfill({ json: models }));
  return context;
}

test("what was said in a clip is scored when it is typed, alone and with the voice", async () => {
  const context = await browser.newContext();
  const { page, complaints, requests } = await score(context, "A kind word", "encoder-en");
  assert.ok(!requests.some((url) => url.includes("text.safetensors"))); // nobody has asked for it
  const said = page.getByLabel(/^What was said/);
  await said.fill("you stupid loser, nobody likes you");
  await page.locator("#said-verdict", { hasText: /^The words alone: .*flagged at/ }).waitFor();
  const loud = await page.locator("#both-verdict", { hasText: /^Voice and words: / }).textContent();
  await said.fill("what a lovely round, well played");
  await page.locator("#said-verdict", { hasText: "No operating point would flag it." }).waitFor();
  const kind = await page.locator("#both-verdict", { hasText: /^Voice and words: / }).textContent();
  for (const both of [loud, kind]) assert.match(both ?? "", /^Voice and words: .* \d+%/);
  assert.notEqual(kind, loud);
  await said.fill("...");
  await page.locator("#both-verdict", { hasText: "no word of it is known; the voice stands alone." }).waitFor();
  await said.fill("");
  await page.locator("#both-verdict", { hasText: /^$/ }).waitFor({ state: "attached" });
  assert.deepEqual(complaints, []);
  assert.ok(requests.every((url) => url.startsWith(demo.url) || url.startsWith("blob:")));
  await context.close();
});

test("another clip starts without what was said in the one before", async () => {
  const context = await browser.newContext();
  const { page } = await score(context, "A kind word");
  const said = page.getByLabel(/^What was said/);
  await said.fill("well played");
  await page.locator("#both-verdict", { hasText: /^Voice and words: / }).waitFor();
  await page.getByRole("button", { name: "A rude one" }).click();
  await page.locator("#announcement", { hasText: "Scored A rude one" }).waitFor({ state: "attached" });
  await said.waitFor();
  assert.equal(await said.inputValue(), "");
  assert.equal(await page.locator("#both-verdict").textContent(), "");
  await context.close();
});

test("where the words have all the weight no number is shown twice", async () => {
  const context = await browser.newContext();
  const { page } = await score(context, "A rude one");
  await page.getByLabel(/^What was said/).fill("well played");
  const both = await page.locator("#both-verdict", { hasText: /^Voice and words: / }).textContent();
  assert.equal(both, "Voice and words: the words decide alone; what cnn hears adds nothing to them.");
  assert.match((await page.locator("#said-verdict").textContent()) ?? "", /^The words alone: .* \d+%/);
  await context.close();
});

test("without weights for both models the words are scored alone, and the page says so", async () => {
  const models = await (await fetch(`${demo.url}models.json`)).json();
  const context = await serving(models.map((/** @type {object} */ model) => ({ ...model, fusions: [] })));
  const { page } = await score(context, "A kind word");
  await page.getByLabel(/^What was said/).fill("well played");
  await page.locator("#both-verdict", { hasText: "nobody has measured how cnn" }).waitFor();
  assert.match((await page.locator("#said-verdict").textContent()) ?? "", /^The words alone: /);
  await context.close();
});

test("a server without a model for text does not ask what was said", async () => {
  const context = await serving([]);
  const { page } = await score(context, "A kind word");
  assert.equal(await page.getByLabel(/^What was said/).isVisible(), false);
  await context.close();
});
