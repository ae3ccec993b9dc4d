// @ts-check
/** Loads the model and scores windows away from the page's own thread. */
import { EarfulError, loadScorer } from "/earful/index.js";

/** @typedef {import("./protocol.js").Request} Request */

const page = /** @type {import("./protocol.js").WorkerScope} */ (/** @type {unknown} */ (self));

/** @type {import("earful").Scorer | undefined} */
let scorer;

/** @param {import("./protocol.js").LoadRequest} request */
async function load({ model }) {
  const started = performance.now();
  scorer = await loadScorer({
    model,
    onProgress: ({ loaded, total }) => page.postMessage({ type: "loading", loaded, total }),
  });
  page.postMessage({ type: "loaded", info: scorer.info, milliseconds: performance.now() - started });
}

/** @param {import("./protocol.js").ScoreRequest} request */
function score({ id, samples, sampleRate }) {
  if (!scorer) throw new Error("A window came before the model was loaded.");
  const started = performance.now();
  const result = scorer.score(samples, sampleRate, { attention: true });
  const milliseconds = performance.now() - started;
  const logMel = scorer.logMel(samples, sampleRate);
  page.postMessage({ type: "scored", id, result, logMel, milliseconds }, [logMel.data.buffer]);
}

page.onmessage = async (/** @type {MessageEvent<Request>} */ { data: request }) => {
  try {
    if (request.type === "load") await load(request);
    else score(request);
  } catch (error) {
    page.postMessage({
      type: "failed",
      id: request.type === "score" ? request.id : undefined,
      code: error instanceof EarfulError ? error.code : "unknown",
      message: error instanceof Error ? error.message : String(error),
    });
  }
};
