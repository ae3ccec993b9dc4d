// @ts-check
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * The released models that are not in the package: what a page needs to choose one, fetch it and keep it by its hash.
 * @param {string} folder
 */
export async function listModels(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".safetensors") && file !== "cnn.safetensors");
  return Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(path.join(folder, file));
      const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
      const name = path.basename(file, ".safetensors");
      const fusion = await readFile(path.join(folder, `${name}.fusion.json`), "utf8").catch(() => undefined);
      const fusions = fusion && { fusions: JSON.parse(fusion) };
      return { name, reads: reads(bytes), url: `models/${file}`, integrity, bytes: bytes.length, ...fusions };
    }),
  );
}

/** What a model scores.  @param {Buffer} bytes  @returns {"speech" | "text"} */
function reads(bytes) {
  const { __metadata__ } = JSON.parse(bytes.toString("utf8", 8, 8 + Number(bytes.readBigUInt64LE(0))));
  return JSON.parse(__metadata__.earful).architecture.type === "text_encoder" ? "text" : "speech";
}
