/** A worker thread of `earful score`: loads the model, then scores a file at a time. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { EarfulError, loadScorer } from "earful";
import { scoreFile } from "./clip.js";
import { reason } from "./failure.js";
import type { FromWorker, ToWorker } from "./pool.js";

const model = pathToFileURL(workerData as string);

const tell = (message: FromWorker) => parentPort?.postMessage(message);

try {
  let scorer = await loadScorer({ model });
  const { name, labels } = scorer.info;
  tell({ type: "ready", model: { name, labels } });
  parentPort?.on("message", (file: ToWorker) => {
    scoreFile(scorer, file, (part) => tell({ type: "progress", part })).then(
      (clip) => tell({ type: "scored", clip }),
      async (error: unknown) => {
        if (error instanceof EarfulError && error.code === "engine_failed") scorer = await loadScorer({ model });
        tell({ type: "failed", reason: reason(error) });
      },
    );
  });
} catch (error) {
  tell({ type: "unusable", reason: reason(error) });
}
