import type { DownloadOptions } from "./download.js";
import { read } from "./download.js";
import { ArgumentError, LoadError, wrong } from "./errors.js";
import { verify } from "./integrity.js";
import { keep, kept } from "./model-cache.js";
import { type FileOptions, locate } from "./package-files.js";
import { download } from "./resume.js";
import { isBytes, isRemoteFile, isResponse, isUrl, type RemoteFile, type Source, view } from "./source.js";

// Each address is spelt out so that a bundler sees the file; made on use, because an edge worker has no import.meta.url.
const BUNDLED = {
  cnn: () => new URL("./models/cnn.safetensors", import.meta.url),
};
const PACKAGED = ["encoder", "encoder-en", "text"] as const;

/** The name of a model: one that comes with the package, or one of the package `earful-model-NAME`. */
export type ModelName = keyof typeof BUNDLED | (typeof PACKAGED)[number];

/** The names of the models that come with the package. */
export const modelNames = Object.keys(BUNDLED) as readonly (keyof typeof BUNDLED)[];

/** The model file's bytes. */
export async function readModel(
  source: ModelName | Source | undefined,
  files: FileOptions,
  options: DownloadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (isBytes(source)) return view(source);
  if (isResponse(source)) return read(source, options);
  const file = await locateModel(source, files);
  const old = await kept(file);
  if (old) {
    options.onProgress?.({ loaded: old.length, total: old.length });
    return old;
  }
  const bytes = await fetchFile(file, options);
  void keep(file, bytes);
  return bytes;
}

/** Downloads a file and checks it. @internal */
export async function fetchFile(file: RemoteFile, options: DownloadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await download(file, options);
  await verify(bytes, file);
  return bytes;
}

/** Where a model's file is. @internal */
export async function locateModel(
  source: string | URL | RemoteFile | undefined,
  files: FileOptions,
): Promise<RemoteFile> {
  if (isRemoteFile(source)) return source;
  if (!isUrl(source)) throw wrong("model", "a name, a URL, { url, integrity }, bytes or a Response", source);
  if (typeof source !== "string" || !/^[\w-]*$/.test(source)) return { url: source };
  const packaged = PACKAGED.some((name) => name === source);
  if (!packaged && !isBundled(source)) {
    const names = [...modelNames, ...PACKAGED].join(", ");
    throw new ArgumentError(`there is no model "${source}"; there are ${names}, and model files by URL`);
  }
  if (packaged && files.baseUrl === undefined) return fromPackage(source);
  const own = isBundled(source) ? BUNDLED[source] : () => new URL(source);
  return { ...locate(`models/${source}.safetensors`, files, own), name: source };
}

function isBundled(source: string): source is keyof typeof BUNDLED {
  return Object.hasOwn(BUNDLED, source);
}

async function fromPackage(name: string): Promise<RemoteFile> {
  const specifier = `earful-model-${name}`;
  try {
    // For Node and its like, and import maps. A bundler has to be shown the package by the page's own import.
    return ((await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)) as { default: RemoteFile }).default;
  } catch (cause) {
    throw new LoadError(
      "load_failed",
      `the model "${name}" is not found from here: npm install ${specifier}, then import model from "${specifier}" ` +
        `and give that; or give baseUrl, with models/${name}.safetensors there`,
      { cause },
    );
  }
}
