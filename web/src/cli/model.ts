import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { modelNames } from "earful";

/** The path of a model's file: by its name a bundled one's or that of an installed model package, else the file itself. */
export function modelPath(model: string): string {
  const bundled = modelNames.find((name) => name === model);
  if (bundled) return fileURLToPath(import.meta.resolve(`earful/models/${bundled}.safetensors`));
  return packaged(model) ?? resolve(model);
}

/** Of the package `earful-model-NAME`, where the current folder has it. */
function packaged(name: string): string | undefined {
  if (!/^[\w-]+$/.test(name)) return undefined;
  try {
    return createRequire(join(process.cwd(), "package.json")).resolve(`earful-model-${name}/${name}.safetensors`);
  } catch {
    return undefined;
  }
}
