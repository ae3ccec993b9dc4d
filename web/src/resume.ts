import {
  type Arrived,
  checkStatus,
  type DownloadOptions,
  open,
  type Progress,
  read,
  unlessAborted,
} from "./download.js";
import { LoadError } from "./errors.js";
import type { RemoteFile } from "./source.js";

/** Breaks in a row, without a byte gained, after which it is given up. */
const TRIES = 3;
/** Milliseconds before a new try where something had come; twice as long after each that brought nothing. */
const PAUSE = 250;

/**
 * Downloads a file; where the connection breaks it goes on from there, or anew where the server cannot.
 *
 * @throws LoadError `load_failed`: at once where the download does not begin; `aborted`.
 */
export async function download(file: RemoteFile, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const arrived: Arrived = { chunks: [], loaded: 0 };
  const { signal, onProgress } = options;
  let telling = false as boolean; // where that throws, the error is the caller's
  const tell =
    onProgress &&
    ((progress: Progress) => {
      telling = true;
      onProgress(progress);
      telling = false;
    });
  let first: Response | undefined;
  let furthest = 0;
  for (let failures = 0; ;) {
    try {
      const response = await open(String(file.url), { signal, from: arrived.loaded, integrity: file.integrity });
      const useful = goesOn(response, first, arrived.loaded, file);
      if ((response.ok || response.status === 416) && !useful) Object.assign(arrived, { chunks: [], loaded: 0 });
      checkStatus(response);
      if (response.status === 206 && !useful) throw new LoadError("load_failed", `${String(file.url)}: it has changed`);
      if (!useful) first = response;
      return await read(response, { signal, onProgress: tell }, arrived);
    } catch (error) {
      if (!first || telling || !(error instanceof LoadError) || error.code === "aborted") throw error;
      failures = arrived.loaded > furthest ? 0 : failures + 1;
      furthest = Math.max(furthest, arrived.loaded);
      if (failures === TRIES) throw error;
      const pause = PAUSE * 2 ** failures;
      await unlessAborted(new Promise((resolve) => setTimeout(resolve, pause)), signal);
    }
  }
}

/** Whether the response is the rest of the same file. */
function goesOn(response: Response, first: Response | undefined, from: number, { integrity }: RemoteFile): boolean {
  if (!first || response.status !== 206) return false;
  const range = response.headers.get("content-range"); // hidden from pages of other origins
  if (range !== null && !range.startsWith(`bytes ${from}-`)) return false;
  const version = ({ headers }: Response) => headers.get("etag") ?? headers.get("last-modified");
  return integrity !== undefined || (version(first) !== null && version(first) === version(response));
}
