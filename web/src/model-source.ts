import { type DownloadOptions, open, read } from "./download.js";
import { ArgumentError, given } from "./errors.js";
import { isBytes, isResponse, isUrl, type Source, view } from "./source.js";

// Each address is spelt out so that a bundler sees the file; made on use, because an edge worker has no import.meta.url.
const BUNDLED = {
  cnn: () => new URL("./models/cnn.safetensors", import.meta.url),
};

/** The name of a model that comes with the package. */
export type ModelName = keyof typeof BUNDLED;

/** The names of the models that come with the package. */
export const modelNames = Object.keys(BUNDLED) as readonly ModelName[];

/** The model file's bytes. */
export async function readModel(
  source: ModelName | Source,
  options: DownloadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (isBytes(source)) return view(source);
  if (isResponse(source)) return read(source, options);
  if (!isUrl(source)) {
    throw new ArgumentError(`model must be a name, a URL, bytes or a Response, not ${given(source)}`);
  }
  return read(await open(address(source), options.signal), options);
}

function address(source: string | URL): string {
  if (typeof source !== "string") return source.href;
  if (isName(source)) return BUNDLED[source]().href;
  if (/^[\w-]*$/.test(source)) {
    throw new ArgumentError(`there is no model "${source}"; the package has ${modelNames.join(", ")}`);
  }
  return source;
}

function isName(source: string): source is ModelName {
  return Object.hasOwn(BUNDLED, source);
}
