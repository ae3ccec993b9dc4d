import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { modelNames } from "earful";

/** The path of a model's file: a bundled model's by its name, else the file itself. */
export function modelPath(model: string): string {
  const bundled = modelNames.find((name) => name === model);
  return bundled ? fileURLToPath(import.meta.resolve(`earful/models/${bundled}.safetensors`)) : resolve(model);
}
