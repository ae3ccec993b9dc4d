// @ts-check
/** The demo's server. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { serveDemo } from "./demo-page.js";

/** @type {Awaited<ReturnType<typeof serveDemo>>} */
let demo;
before(async () => {
  demo = await serveDemo();
});
after(() => demo.close());

/**
 * A request whose path is sent as it stands; fetch would tidy it.
 * @param {string} path
 * @param {string} method
 * @returns {Promise<import("node:http").IncomingMessage>}
 */
function ask(path, method = "GET") {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(demo.url);
    request({ hostname, port, path, method }, (response) => resolve(response.resume()))
      .on("error", reject)
      .end();
  });
}

describe("the demo's server", () => {
  for (const [path, type] of [
    ["/", "text/html; charset=utf-8"],
    ["/main.js", "text/javascript; charset=utf-8"],
    ["/base.css", "text/css; charset=utf-8"],
    ["/favicon.svg", "image/svg+xml"],
    ["/samples/rude.ogg", "audio/ogg"],
    ["/earful/index.js", "text/javascript; charset=utf-8"],
    ["/earful/earful-simd.wasm", "application/wasm"],
    ["/earful/models/cnn.safetensors", "application/octet-stream"],
  ]) {
    test(`serves ${path} as ${type} under the page's policy`, async () => {
      const { statusCode, headers } = await ask(path ?? "");
      assert.equal(statusCode, 200);
      assert.equal(headers["content-type"], type);
      assert.equal(headers["content-security-policy"], "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
      assert.equal(headers["x-content-type-options"], "nosniff");
    });
  }

  for (const path of [
    "/../serve.js",
    "/%2e%2e/serve.js",
    "/samples/..%2f..%2fserve.js",
    "/..%5cserve.js",
    "/earful/../package.json",
    "/earful/%2e%2e/package.json",
    "/earful/.packed",
    "//etc/passwd",
    "/samples",
    "/%",
    "/%00",
    "/nothing",
  ]) {
    test(`answers ${path} with its page for what is not there`, async () => {
      const { statusCode, headers } = await ask(path);
      assert.equal(statusCode, 404);
      assert.equal(headers["content-type"], "text/html; charset=utf-8");
    });
  }

  test("lets nobody write", async () => {
    const { statusCode, headers } = await ask("/", "POST");
    assert.equal(statusCode, 405);
    assert.equal(headers.allow, "GET, HEAD");
  });
});
