// @ts-check
/** Which model scores: the package's own, or one of those that the server has beside it. */
import { find } from "./element.js";

/**
 * @typedef {object} ServedModel
 * @property {string} name
 * @property {"speech" | "text"} reads
 * @property {string} url from the page's own on
 * @property {string} integrity
 * @property {number} bytes
 * @property {import("earful").FusionWeights[]} [fusions] of a model for text, with models for speech
 */

const own = "cnn";
const preferred = "encoder-en"; // tells far more than the package's own, where the server has it
const remembered = "earful-model";

export class ModelChoice extends EventTarget {
  #select = find("model", HTMLSelectElement);
  #served;

  /** @param {ServedModel[]} served */
  constructor(served) {
    super();
    this.#served = served;
    const names = [own, ...served.map(({ name }) => name)];
    for (const name of names) this.#select.add(new Option(name));
    const before = recall();
    this.#select.value = [before, preferred].find((name) => name && names.includes(name)) ?? own;
    find("model-choice", HTMLElement).hidden = served.length === 0;
    this.#select.addEventListener("change", () => {
      remember(this.#select.value);
      this.dispatchEvent(new Event("change"));
    });
  }

  /**
   * What loadScorer and monitor take: a name, or a file with the hash by which the browser keeps it.
   * @returns {"cnn" | import("earful").RemoteFile}
   */
  get model() {
    const chosen = this.#served.find(({ name }) => name === this.#select.value);
    if (!chosen) return own;
    return fileOf(chosen);
  }
}

/** The model that a person chose before. */
function recall() {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null; // the browser blocks storage: each visit begins anew
  }
}

/** @param {string} name */
function remember(name) {
  try {
    localStorage.setItem(remembered, name);
  } catch {
    // the choice holds until the page is left
  }
}

/** Asks the server which models for speech it has; one without a list has the package's own alone. */
export async function openModelChoice() {
  return new ModelChoice((await servedModels()).filter(({ reads }) => reads === "speech"));
}

/** @returns {Promise<ServedModel[]>} */
async function servedModels() {
  const response = await fetch("models.json").catch(() => undefined);
  return response?.ok ? response.json() : [];
}

/** The model for text that the server has, if it has one. */
export async function servedTextModel() {
  return (await servedModels()).find(({ reads }) => reads === "text");
}

/**
 * With the hash by which the browser keeps it.
 * @param {ServedModel} served
 * @returns {import("earful").RemoteFile}
 */
export function fileOf({ name, url, integrity }) {
  return { name, url: new URL(url, document.baseURI).href, integrity };
}

/**
 * How far a model's download is, in words.
 * @param {import("earful").Progress} progress
 */
export function downloadText({ loaded, total }) {
  if (!total) return "Loading the model…";
  const size = total > 2e6 ? ` of ${Math.round(total / 1e6)} MB` : "";
  return `Loading the model, ${Math.round((100 * loaded) / total)}%${size}`;
}
