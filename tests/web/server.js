// @ts-check
/**
 * Serves the repository's files on localhost as a strict site would, and the same files again below these prefixes:
 *   /in-pieces    in ten pieces, one after another
 *   /gzipped      compressed, with the compressed size declared
 *   /as-octets    without a useful type
 *   /with-charset with a charset after each type
 *   /never-ends   the first half, and then nothing
 *   /broken       the first half, and then the connection breaks
 *   /breaks-off   a third at a time, from where the request asks for it, and then the connection breaks
 *   /breaks-once  the first half of what is asked for the first time, and then whole, whatever part is asked for
 *   /changes      the first half; from then on of another version of the file, of which at first comes three quarters
 */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const WAYS = /^\/(in-pieces|gzipped|as-octets|with-charset|never-ends|broken|breaks-off|breaks-once|changes)(?=\/)/;

/**
 * @param {object} [options]
 * @param {Record<string, string | Buffer>} [options.pages] more files: content by path
 * @param {boolean} [options.isolated] with the headers that make a page cross-origin isolated
 */
export async function serve({ pages = {}, isolated = false } = {}) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
  });

  /** @type {Map<string, number>} how often */
  const asked = new Map();

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async function answer({ url = "/", headers }, response) {
    const { pathname } = new URL(url, "http://localhost");
    const way = WAYS.exec(pathname)?.[1];
    const path = pathname.replace(WAYS, "");
    const page = pages[path];
    const file = page === undefined ? await readFile(new URL(`../..${path}`, import.meta.url)) : Buffer.from(page);
    response.setHeader("content-security-policy", POLICY);
    if (isolated) {
      response.setHeader("cross-origin-opener-policy", "same-origin");
      response.setHeader("cross-origin-embedder-policy", "require-corp");
    }
    const type = (way !== "as-octets" && TYPES[extname(path)]) || "application/octet-stream";
    response.setHeader("content-type", way === "with-charset" ? `${type}; charset=utf-8` : type);
    if (way === "gzipped") {
      const packed = gzipSync(file);
      response.setHeader("content-encoding", "gzip");
      response.setHeader("content-length", packed.length).end(packed);
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    const time = (asked.get(url) ?? 0) + 1;
    asked.set(url, time);
    const first = time === 1;
    response.setHeader("etag", way === "changes" && !first ? '"another"' : '"one"');
    if (way === "breaks-off" || (way === "changes" && !first)) {
      const part = way === "changes" ? 3 / 4 : 1 / 3;
      response.setHeader("content-length", file.length - from);
      if (from > 0) response.writeHead(206, { "content-range": `bytes ${from}-${file.length - 1}/${file.length}` });
      response.write(file.subarray(from, from + 100));
      await wait(50); // so that where it begins can be told
      response.write(file.subarray(from + 100, from + Math.ceil(file.length * part)));
      await wait(400); // what a browser has not handed on when the connection breaks is lost
      if (from + Math.ceil(file.length * part) < file.length) response.destroy();
      else response.end();
      return;
    }
    response.setHeader("content-length", file.length);
    const twice = way === "breaks-once" || way === "changes";
    if (way === "never-ends" || way === "broken" || (twice && first)) {
      response.write(file.subarray(0, file.length / 2));
      await wait(twice ? 400 : 50);
      if (way !== "never-ends") response.destroy();
    } else if (way === "in-pieces" || twice) {
      for (let i = 0; i < 10; i++) {
        response.write(file.subarray((file.length * i) / 10, (file.length * (i + 1)) / 10));
        await wait(5);
      }
      response.end();
    } else {
      response.end(file);
    }
  }

  server.keepAliveTimeout = 600_000; // a test may compute for long between two requests
  return listening(server);
}

/**
 * Starts a server on a free port.
 * @param {import("node:http").Server} server
 */
export async function listening(server) {
  server.listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    origin: `http://localhost:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
