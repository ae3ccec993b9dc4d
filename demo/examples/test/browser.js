// @ts-check
/** A page in Chromium that can import the examples and the built package. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launchChromium, serveDemo } from "../../../tests/web/demo-page.js";

/** @param {string} entry JavaScript that imports the examples */
async function bundled(entry) {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    format: "esm",
    write: false,
    alias: { "earful/live": "/earful/live/index.js" },
    external: ["/earful/*"],
  });
  return outputFiles[0]?.text ?? "";
}

/**
 * @param {string} entry JavaScript that imports the examples; what it exports is on the page's `window.example`
 * @returns {Promise<{ page: import("playwright-core").Page, close: () => Promise<void> }>}
 */
export async function openExample(entry) {
  const [demo, browser] = await Promise.all([
    serveDemo(),
    launchChromium(["--autoplay-policy=no-user-gesture-required"]),
  ]);
  const page = await browser.newPage();
  const script = await bundled(entry);
  await page.route("**/example.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await page.goto(`${demo.url}404.html`);
  await page.evaluate(async () => {
    Object.assign(window, { example: await import(/** @type {string} */ ("/example.js")) });
  });
  return {
    page,
    close: async () => {
      await browser.close();
      demo.close();
    },
  };
}
