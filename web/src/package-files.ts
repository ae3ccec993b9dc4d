import { ArgumentError, check, LoadError, wrong } from "./errors.js";
import { isUrl, type RemoteFile } from "./source.js";

/** Where the package's files are, if not where it was installed, and what they must be. */
export interface FileOptions {
  /**
   * The folder to which the package's `dist/` was copied, a CDN's perhaps: binaries, models, and what `earful/live`
   * starts are all taken from there. Relative to the page.
   */
  baseUrl?: string | URL | undefined;
  /** Hashes by file name, as `earful/integrity` lists them. A file of the package that is not listed is refused. */
  integrity?: Readonly<Record<string, string>> | undefined;
}

/**
 * The package's file `name`, below `baseUrl` or else at `own`.
 *
 * @throws ArgumentError `baseUrl` is no URL, `integrity` does not list the file.
 * @throws LoadError `load_failed`: this runtime does not say where the package lies.
 */
export function locate(name: string, { baseUrl, integrity }: FileOptions, own: () => URL): RemoteFile {
  const url = baseUrl === undefined ? ownUrl(name, own) : below(baseUrl, name);
  if (integrity === undefined) return { url };
  check("integrity", "object", integrity);
  const hash: unknown = new Map(Object.entries(integrity)).get(name);
  if (typeof hash !== "string") throw new ArgumentError(`integrity lists no ${name}`);
  return { url, integrity: hash };
}

/**
 * `url` as it stands for every thread: relative ones are the page's.
 *
 * @throws ArgumentError
 */
export function absolute(url: string | URL, what: string): string {
  const page = typeof document === "object" ? document.baseURI : (globalThis.location as Location | undefined)?.href;
  try {
    return new URL(url, page).href;
  } catch {
    throw new ArgumentError(`${what}: ${JSON.stringify(url)} is no URL${page ? "" : " that is absolute"}`);
  }
}

function below(baseUrl: unknown, name: string): string {
  if (!isUrl(baseUrl)) throw wrong("baseUrl", "a URL", baseUrl);
  const folder = absolute(baseUrl, "baseUrl");
  return new URL(name, folder.endsWith("/") ? folder : `${folder}/`).href;
}

function ownUrl(name: string, own: () => URL): string {
  try {
    return absolute(own().href, name); // Turbopack gives a path
  } catch (cause) {
    // An edge worker has no import.meta.url.
    throw new LoadError("load_failed", `${name}: where it lies is not known here; give it, or baseUrl`, { cause });
  }
}
