// @ts-check
/** A site of somebody who uses the package: the files of the packed tarball at /earful/, and pages of the test's own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { listening } from "./server.js";

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * The package as npm would install it.
 * @returns {{ folder: string, remove: () => void }} `folder` is its `dist`
 */
export function unpack() {
  const parent = mkdtempSync(path.join(tmpdir(), "earful-packed-"));
  const web = fileURLToPath(new URL("../../web", import.meta.url));
  const name = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", parent, web], {
    encoding: "utf8",
  });
  execFileSync("tar", ["-xzf", path.join(parent, name.trim()), "-C", parent]);
  return { folder: path.join(parent, "package/dist"), remove: () => rmSync(parent, { recursive: true, force: true }) };
}

/**
 * @param {string} folder what is at /earful/
 * @param {object} [options]
 * @param {Record<string, string | Buffer>} [options.pages] by path; they come before the folder's files
 * @param {Record<string, string>} [options.headers] of every answer; violations of a policy are to be reported to /violations
 */
export async function serveSite(folder, { pages = {}, headers = {} } = {}) {
  /** @type {string[]} */
  const requests = [];
  /** @type {string[]} */
  const violations = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/violations") {
      const report = JSON.parse(Buffer.concat(await request.toArray()).toString())["csp-report"];
      violations.push(`${report["violated-directive"]}: ${report["blocked-uri"]} in ${report["document-uri"]}`);
      response.writeHead(204).end();
      return;
    }
    requests.push(pathname);
    const inFolder = pathname.startsWith("/earful/") && path.normalize(pathname.slice("/earful/".length));
    try {
      const body = pages[pathname] ?? readFileSync(path.join(folder, inFolder || "nothing"));
      const type = TYPES[path.extname(pathname)] ?? (pathname.endsWith("/") ? "text/html" : "application/octet-stream");
      response.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(body), ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return {
    ...(await listening(server)),
    /** The paths that were asked for. */
    requests,
    /** What was reported against the policy, by whatever thread. */
    violations,
  };
}
