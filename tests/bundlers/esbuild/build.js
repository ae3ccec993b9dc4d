// esbuild takes no notice of files behind new URL(): the package's files go beside the bundle, and baseUrl says so.
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

await build({ entryPoints: ["main.js", "live.js"], bundle: true, format: "esm", outdir: "dist" });
cpSync(fileURLToPath(new URL(".", import.meta.resolve("earful"))), "dist/earful", { recursive: true });
