import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";
import { serve } from "./server.js";

/** Runs `work({browser, address})` with the machine's Chromium, headless, and a server of this repository. */
export async function withChromium(work) {
  const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  const server = await serve();
  const browser = await chromium.launch({ executablePath, args: ["--js-flags=--expose-gc"] });
  try {
    return await work({ browser, address: server.address });
  } finally {
    await browser.close();
    server.close();
  }
}

/** Opens a page of tests/bench/page in a context of its own, nothing cached, and gives what `work(page)` gives. */
export async function inPage({ browser, address }, name, work) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${address}/tests/bench/page/${name}.html`);
    return await work(page);
  } finally {
    await context.close();
  }
}
