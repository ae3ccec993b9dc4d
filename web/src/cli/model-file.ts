import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { loadScorer, loadTextScorer, type ModelDescription, ModelError, type ModelInfo } from "earful";
import { reason } from "./failure.js";
import { modelPath } from "./model.js";

/** What a model file holds, and whether its self-test passes here. */
export interface ModelFile {
  file: string;
  bytes: number;
  sha256: string;
  format_version: number;
  tensors: number;
  /** Numbers in the tensors, without the self-test's clip. */
  parameters: number;
  info: Info;
  self_test: { passed: boolean; scores?: Record<string, number>; reason?: string };
}

/** The front end is only of a model that hears. */
type Info = Omit<ModelDescription, "variant"> & Partial<Pick<ModelInfo, "features">>;

/** Of a tensor its shape; of the metadata the version. */
type Header = Record<string, { shape?: number[]; format_version?: string }>;

/** Throws where the file cannot be read or is no sound model. */
export async function readModelFile(model: string): Promise<ModelFile> {
  const file = modelPath(model);
  const bytes = new Uint8Array(await readFile(file));
  const scorer = await load(bytes); // refuses what is not sound, so that below needs no checks
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Header;
  const { __metadata__: metadata, ...tensors } = header;
  const weights = Object.entries(tensors).filter(([name]) => !name.startsWith("self_test."));
  const info: Info & { variant?: unknown } = { ...scorer.info };
  delete info.variant; // of this machine, not of the file
  let test: ModelFile["self_test"];
  try {
    test = { passed: true, scores: scorer.selfTest() };
  } catch (error) {
    test = { passed: false, reason: reason(error) };
  }
  scorer.dispose();
  return {
    file,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    format_version: Number(metadata?.format_version),
    tensors: weights.length,
    parameters: weights.reduce((sum, [, { shape }]) => sum + (shape ?? []).reduce((a, b) => a * b, 1), 0),
    info,
    self_test: test,
  };
}

/** As a model of either kind; one that is too new for this earful is refused alike by both loaders. */
async function load(model: Uint8Array<ArrayBuffer>) {
  return loadScorer({ model }).catch((refused: unknown) => {
    if (refused instanceof ModelError && refused.code === "model_unsupported") return loadTextScorer({ model });
    throw refused;
  });
}
