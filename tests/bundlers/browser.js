// @ts-check
/** Opens a fixture's pages in Chromium and reads what they show. */
import { createHash } from "node:crypto";
import { launchChromium } from "../web/demo-page.js";

export async function openBrowser() {
  const browser = await launchChromium(["--autoplay-policy=no-user-gesture-required"]);
  return {
    close: () => browser.close(),

    /**
     * What the page puts in its <output>. Whatever the page complains of is an error.
     * @param {string} url
     */
    async shown(url) {
      const page = await browser.newPage();
      try {
        const failed = new Promise((_, reject) => page.on("pageerror", reject));
        const foreign = new Promise((_, reject) => {
          page.on("request", (request) => {
            const { origin, protocol } = new URL(request.url());
            if (protocol.startsWith("http") && origin !== new URL(url).origin) reject(new Error(request.url()));
          });
        });
        await page.route(url, async (route) => {
          const response = await route.fetch();
          const policy = response.headers()["content-security-policy"];
          const headers = { ...response.headers(), ...(policy && withImportMap(policy, await response.text())) };
          await route.fulfill({ response, headers });
        });
        const response = await page.goto(url);
        if (!response?.ok()) throw new Error(`${url}: HTTP ${response?.status()}`);
        const output = page.locator("output:not(:empty)");
        await Promise.race([output.waitFor({ timeout: 90_000 }), failed, foreign]);
        return (await output.textContent()) ?? "";
      } finally {
        await page.close();
      }
    },
  };
}

/** An import map is an inline script, which a strict policy lists by its hash.  @param {string} policy  @param {string} html */
function withImportMap(policy, html) {
  const [, map] = /<script type="importmap">([^]*?)<\/script>/.exec(html) ?? [];
  if (map === undefined) return {};
  const hash = createHash("sha256").update(map).digest("base64");
  return { "content-security-policy": policy.replace("script-src", `script-src 'sha256-${hash}'`) };
}
