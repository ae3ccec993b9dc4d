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
 *   /falters      the first half, then twice nothing, then the rest
 *   /breaks-once  the first half of what is asked for the first time, and then whole, whatever part is asked for
 *   /changes      the first half; from then on of another version of the file, of which at first comes three quarters
 * What a browser has not handed on when the connection breaks is lost, and it may hand on two pieces as one: an address
 * that ends with ?ID goes on, or breaks, once a POST to /told/ID/LOADED has told that what was sent has arrived.
 */
import { EventEmitter, once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const WAYS =
  /^\/(in-pieces|gzipped|as-octets|with-charset|never-ends|broken|breaks-off|falters|breaks-once|changes)(?=\/)/;

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
  const told = new EventEmitter();

  /**
   * Ends once it is told that so many bytes of the file have arrived, or the download was left.
   * @param {import("node:http").ServerResponse} response
   * @param {string} id
   * @param {number} bytes
   */
  const arrival = (response, id, bytes) =>
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        const hear = (/** @type {number} */ loaded) => {
          if (loaded >= bytes) end();
        };
        const end = () => {
          told.off(id, hear);
          resolve();
        };
        told.on(id, hear);
        response.once("close", end);
      })
    );

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async function answer({ url = "/", headers }, response) {
    const { pathname, search } = new URL(url, "http://localhost");
    const id = search.slice(1);
    const telling = /^\/told\/([^/]+)\/(\d+)$/.exec(pathname);
    if (telling?.[1]) {
      told.emit(telling[1], Number(telling[2]));
      response.end();
      return;
    }
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
    if (way === "falters" && (time === 2 || time === 3)) {
      response.writeHead(503).end();
      return;
    }
    const part = way && { "breaks-off": 1 / 3, falters: 1 / 2, changes: first ? undefined : 3 / 4 }[way];
    if (part) {
      const end = from + Math.ceil(file.length * part);
      response.setHeader("content-length", file.length - from);
      if (from > 0) response.writeHead(206, { "content-range": `bytes ${from}-${file.length - 1}/${file.length}` });
      if (end >= file.length) {
        response.end(file.subarray(from));
        return;
      }
      response.write(file.subarray(from, from + 100)); // by itself, so that where it begins can be told
      await arrival(response, id, from + 100);
      response.write(file.subarray(from + 100, end));
      await arrival(response, id, end);
      response.destroy();
      return;
    }
    response.setHeader("content-length", file.length);
    const twice = way === "breaks-once" || way === "changes";
    if (way === "never-ends" || way === "broken" || (twice && first)) {
      const half = Math.floor(file.length / 2);
      response.write(file.subarray(0, half));
      await (twice ? arrival(response, id, half) : wait(50));
      if (way !== "never-ends") response.destroy();
    } else if (way === "in-pieces" || twice) {
      for (let i = 0; i < 10; i++) {
        const end = Math.floor((file.length * (i + 1)) / 10);
        response.write(file.subarray(Math.floor((file.length * i) / 10), end));
        await (id ? arrival(response, id, end) : wait(5));
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
