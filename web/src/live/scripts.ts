import { absolute, fetchFile, type FileOptions, locate, type RemoteFile } from "../index.js";

/** Where the scripts of `earful/live` are that it starts in other threads. */
export interface ScriptOptions extends FileOptions {
  /** The URL of the package's `dist/live/worker.js`, where it is served from elsewhere. */
  worker?: string | URL | undefined;
  /** The URL of the package's `dist/live/worklet.js`, where it is served from elsewhere. */
  worklet?: string | URL | undefined;
}

const workers = new Map<string, Promise<string>>();

/** The worker's script. Browsers start none from another origin, so from there its text is fetched. */
export async function workerScript({ worker, ...files }: ScriptOptions): Promise<string> {
  const own = () => new URL("./worker.js", import.meta.url); // spelt out for bundlers, as below
  const file = scriptFile("worker", worker, files, own);
  const key = JSON.stringify(file);
  const known = workers.get(key);
  if (known) return known;
  const script = startable(file);
  workers.set(key, script);
  script.catch(() => workers.delete(key)); // the next monitor tries again
  return script;
}

/** The worklet's script, which may be of another origin. */
export async function workletScript({ worklet, ...files }: ScriptOptions): Promise<string> {
  const own = () => new URL("./worklet.js", import.meta.url);
  const file = scriptFile("worklet", worklet, files, own);
  if (file.integrity !== undefined) await fetchFile(file);
  return String(file.url);
}

/** The package's script, which has the package's hash wherever it is served from. */
function scriptFile(
  name: "worker" | "worklet",
  url: string | URL | undefined,
  { baseUrl, integrity }: FileOptions,
  own: () => URL,
): RemoteFile {
  const elsewhere = url === undefined ? undefined : absolute(url, name);
  return locate(
    `live/${name}.js`,
    elsewhere ? { integrity } : { baseUrl, integrity },
    elsewhere ? () => new URL(elsewhere) : own,
  );
}

async function startable(file: RemoteFile): Promise<string> {
  const { href, origin, protocol } = new URL(file.url);
  const foreign = protocol.startsWith("http") && origin !== location.origin;
  if (!foreign && file.integrity === undefined) return href;
  const script = await fetchFile(file);
  return foreign ? URL.createObjectURL(new Blob([script], { type: "text/javascript" })) : href;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** `url` as a worker's address under Trusted Types, by a policy named "earful". */
export function trusted(url: string): string {
  try {
    const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
    policy ??= trustedTypes?.createPolicy("earful", { createScriptURL: (script) => script });
    return policy ? policy.createScriptURL(url) : url;
  } catch {
    return url; // the page allows no policy of this name; whether it wants one, the worker's start will tell
  }
}
