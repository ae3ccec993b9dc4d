import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";

const root = new URL("../../", import.meta.url);
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves the repository's files on localhost, uncompressed, from memory once they were asked for: {address, close}. */
export async function serve() {
  const files = new Map();
  const fileAt = async (pathname) => {
    if (!files.has(pathname)) files.set(pathname, await readFile(new URL(`.${pathname}`, root)));
    return files.get(pathname);
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    try {
      const body = await fileAt(pathname);
      response.writeHead(200, {
        "content-type": types[extname(pathname)] ?? "application/octet-stream",
        "content-length": body.length,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://localhost:${server.address().port}`, close: () => server.close() };
}
