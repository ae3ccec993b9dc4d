import { Worker } from "node:worker_threads";
import type { ClipScores } from "earful";
import { reason } from "./failure.js";
import { modelPath } from "./model.js";

export interface Model {
  name: string;
  labels: readonly string[];
}

/** A file to score; - is standard input. */
export type ToWorker = string;

export type FromWorker =
  | { type: "ready"; model: Model }
  | { type: "unusable"; reason: string }
  | { type: "progress"; part: number | undefined }
  | { type: "scored"; clip: ClipScores }
  | { type: "failed"; reason: string };

export type Outcome = { clip: ClipScores; failure?: undefined } | { clip?: undefined; failure: string };

export interface Watcher {
  /** Called once, before all else. */
  onModel(model: Model): void;
  /** How much of a file has been read, 0-1; undefined where its length is not known. */
  onProgress(index: number, part: number | undefined): void;
  /** Called once for each file, as they are done. */
  onDone(index: number, outcome: Outcome): void;
}

/**
 * Scores files on so many worker threads. A thread that breaks off loses the file that it had in hand, and another
 * takes its place. Throws where no thread can load the model.
 */
export async function scoreOnThreads(files: string[], model: string, jobs: number, watcher: Watcher): Promise<void> {
  const waiting = files.map((name, index) => ({ name, index }));
  let known: Model | undefined;
  let why = ""; // a thread had to end

  /** A thread's life; fulfilled when it is over, with whether it broke off with a file in hand. */
  const thread = () =>
    new Promise<boolean>((resolve) => {
      let worker: Worker;
      try {
        worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: modelPath(model) });
      } catch (error) {
        why = `the scoring cannot start: ${reason(error)}`; // the system lets no more threads start
        resolve(false);
        return;
      }
      let current: { name: string; index: number } | undefined;
      const next = () => {
        current = waiting.shift();
        if (current) worker.postMessage(current.name satisfies ToWorker);
        else void worker.terminate();
      };
      worker.on("message", (message: FromWorker) => {
        if (message.type === "ready") {
          if (!known) watcher.onModel(message.model);
          known ??= message.model;
          next();
        } else if (message.type === "unusable") {
          why = `--model ${model}: ${message.reason}`;
        } else if (message.type === "progress") {
          if (current) watcher.onProgress(current.index, message.part);
        } else {
          const outcome = message.type === "scored" ? { clip: message.clip } : { failure: message.reason };
          if (current) watcher.onDone(current.index, outcome);
          next();
        }
      });
      let fault = "";
      worker.on("error", (error) => {
        fault = `: ${error.message}`;
      });
      worker.on("exit", () => {
        if (current) watcher.onDone(current.index, { failure: `the thread that scored it broke off${fault}` });
        else if (fault) why = `the scoring cannot start${fault}`;
        resolve(current !== undefined);
      });
    });

  const keepUp = async () => {
    while (await thread());
  };
  await Promise.all(Array.from({ length: Math.min(jobs, files.length) }, keepUp));
  if (!known && files.length > 0) throw new Error(why);
  for (const { index } of waiting) watcher.onDone(index, { failure: why });
}
