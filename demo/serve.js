// @ts-check
/**
 * Serves the demo on localhost: page/ at /, the built package at /earful/, and at /models/ the released models, those of
 * them that are not in the package listed in /models.json.
 * PORT chooses the port; without it 8080 or, where that is taken, any free one.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { listModels } from "./models.js";

/** URL prefixes, the longest first, and the folders behind them. Nothing else can be reached. */
const released = fileURLToPath(new URL("../models/release", import.meta.url));
const folders = [
  { prefix: "/models/", folder: released },
  { prefix: "/earful/", folder: fileURLToPath(new URL("../web/dist", import.meta.url)) },
  { prefix: "/", folder: fileURLToPath(new URL("page", import.meta.url)) },
];

/** @type {Record<string, string>} */
const mimeTypes = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".ogg": "audio/ogg",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const headers = {
  // No eval and nothing foreign; compiling WebAssembly is the one thing asked for.
  "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
  "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // A rebuilt package shows at the next reload.
  "Cache-Control": "no-cache",
};

/**
 * The file that a request path names, or undefined where it names none: folders other than the page's own, hidden
 * files and anything outside the served folders.
 * @param {string} requestPath
 */
async function findFile(requestPath) {
  let name;
  try {
    name = decodeURIComponent(requestPath);
  } catch {
    return undefined;
  }
  // Checked after decoding: %2e%2e and back slashes are no way out either.
  if (name.includes("\\") || name.includes("\0") || name.split("/").some((part) => part.startsWith("."))) {
    return undefined;
  }
  const place = folders.find(({ prefix }) => name.startsWith(prefix));
  if (!place) return undefined;
  const file = path.join(place.folder, name === "/" ? "index.html" : name.slice(place.prefix.length));
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? { file, size: found.size } : undefined;
}

const server = createServer(async (request, response) => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const requestPath = (request.url ?? "").split("?", 1)[0] ?? "";
  if (requestPath === "/models.json") {
    const list = JSON.stringify(await listModels(released));
    response.writeHead(200, { "Content-Type": mimeTypes[".json"] }).end(request.method === "HEAD" ? "" : list);
    return;
  }
  const found = await findFile(requestPath);
  const missing = found ? undefined : await findFile("/404.html");
  const { file, size } = found ?? missing ?? {};
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(found ? 200 : 404, {
    "Content-Type": mimeTypes[path.extname(file)] ?? "application/octet-stream",
    "Content-Length": size,
  });
  if (request.method === "HEAD") response.end();
  else
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
});

const wanted = process.env["PORT"];
const port = wanted === undefined ? 8080 : Number(wanted);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT must be a whole number from 0 to 65535, not "${wanted}".`);
  process.exit(2);
}

server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === "EADDRINUSE" && wanted === undefined) {
    server.listen(0, "localhost");
    return;
  }
  console.error(`The demo cannot be served on port ${port}: ${error.message}`);
  process.exit(1);
});
server.on("listening", () => {
  const address = server.address();
  const chosen = address && typeof address === "object" ? address.port : port;
  console.log(`The earful demo is at http://localhost:${chosen}/ (Ctrl+C ends it)`);
});
server.listen(port, "localhost");
