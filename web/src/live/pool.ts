import type { ModelChoice } from "./protocol.js";
import { WorkerHost } from "./worker-host.js";

interface Entry {
  readonly script: string | undefined;
  readonly choice: ModelChoice;
  readonly host: WorkerHost;
  users: number;
}

// One model in memory, whatever the number of speakers.
const entries: Entry[] = [];

/**
 * The page's worker for a model; started for the first user, ended when the last one gives it back.
 *
 * @throws LoadError `load_failed`
 */
export function acquireHost(script: string | undefined, choice: ModelChoice): WorkerHost {
  let entry = entries.find((known) => known.script === script && same(known.choice, choice));
  if (!entry) {
    entry = { script, choice, host: new WorkerHost(script, choice), users: 0 };
    entries.push(entry);
  }
  entry.users++;
  return entry.host;
}

export function releaseHost(host: WorkerHost): void {
  const entry = entries.find((known) => known.host === host);
  if (!entry || --entry.users > 0) return;
  entries.splice(entries.indexOf(entry), 1);
  host.end();
}

function same(a: ModelChoice, b: ModelChoice): boolean {
  return a.model === b.model && a.wasm === b.wasm && a.variant === b.variant;
}
