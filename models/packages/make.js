// @ts-check
/**
 * Makes an npm package `earful-model-NAME` of each released model: the file, its card, its hash, and a module that tells
 * where the file is.
 *   node models/packages/make.js [FOLDER_OF_MODELS [FOLDER_OF_PACKAGES]]
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** @param {string} place */
const here = (place) => fileURLToPath(new URL(place, import.meta.url));
const [release = here("../release"), packages = here("../../build/packages")] = process.argv.slice(2);

const types = `/** The model's name. */
export declare const name: string;
/** Where its file is. */
export declare const url: URL;
/** The hash that the file must have, as in HTML's \`integrity\`. */
export declare const integrity: string;
declare const model: { name: string; url: URL; integrity: string };
export default model;
`;
const fusionTypes = `
/** What \`Fusion\` takes: weights for this model's scores beside those of models that hear. */
export declare const fusions: import("earful").FusionWeights[];
`;

for (const file of readdirSync(release).filter((name) => name.endsWith(".safetensors"))) {
  console.log(makePackage(path.basename(file, ".safetensors")));
}

/**
 * @param {string} name of a model in the folder of models
 * @returns {string} the package's folder
 */
function makePackage(name) {
  const file = `${name}.safetensors`;
  const bytes = readFileSync(path.join(release, file));
  const header = readHeader(bytes);
  if (header.name !== name) throw new Error(`${file} holds a model that calls itself ${header.name}`);
  const card = readFileSync(path.join(release, `${name}.md`), "utf8");
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  const fusion = path.join(release, `${name}.fusion.json`); // of a model that reads
  const fusions = existsSync(fusion) ? JSON.parse(readFileSync(fusion, "utf8")) : undefined;

  const folder = path.join(packages, `earful-model-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  /** @type {(name: string, text: string) => void} */
  const write = (part, text) => writeFileSync(path.join(folder, part), text);
  write("package.json", `${JSON.stringify(manifest(name, header), null, 2)}\n`);
  write("index.js", script(name, integrity) + (fusions ? `export const fusions = ${JSON.stringify(fusions)};\n` : ""));
  write("index.d.ts", types + (fusions ? fusionTypes : ""));
  write("README.md", readme(name, card, loaderOf(header)));
  copyFileSync(path.join(release, file), path.join(folder, file));
  copyFileSync(here("../../LICENSE"), path.join(folder, "LICENSE"));
  return folder;
}

/** @typedef {{ name: string, version: string, licence: string, labels: string[], architecture: { type: string } }} Header */

/** @param {Buffer} bytes  @returns {Header} */
function readHeader(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  return JSON.parse(JSON.parse(bytes.toString("utf8", 8, 8 + length)).__metadata__.earful);
}

/** The function that takes such a model.  @param {Header} header */
function loaderOf({ architecture }) {
  return architecture.type === "text_encoder" ? "loadTextScorer" : "loadScorer";
}

/** @param {string} name  @param {Header} header */
function manifest(name, { version, licence, labels }) {
  return {
    name: `earful-model-${name}`,
    version,
    description: `The model "${name}" of earful, which scores voice chat and what is written beside it, on the device: ${labels.join(", ")}`,
    keywords: ["earful", "audio", "speech", "toxicity", "model", "safetensors"],
    license: licence,
    type: "module",
    sideEffects: false,
    exports: {
      ".": { types: "./index.d.ts", default: "./index.js" },
      [`./${name}.safetensors`]: `./${name}.safetensors`,
      "./package.json": "./package.json",
    },
    files: ["index.js", "index.d.ts", `${name}.safetensors`],
  };
}

/** @param {string} name  @param {string} integrity */
function script(name, integrity) {
  return `export const name = ${JSON.stringify(name)};
export const url = new URL("./${name}.safetensors", import.meta.url);
export const integrity = ${JSON.stringify(integrity)};
export default { name, url, integrity };
`;
}

/** @param {string} name  @param {string} card  @param {string} loader */
function readme(name, card, loader) {
  const local = card.replace(/\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, "$1"); // what the links name is not in the package
  const variable = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return `${local.trimEnd()}

## Use

    npm install earful earful-model-${name}

\`\`\`js
import { ${loader} } from "earful";
import ${variable} from "earful-model-${name}";

const scorer = await ${loader}({ model: ${variable} });
\`\`\`

The package exports \`url\`, where \`${name}.safetensors\` is, and \`integrity\`, its hash: \`${loader}\` checks the file
against it and keeps the file in the browser's cache.
`;
}
