import { loadScorer } from "/web/dist/index.js";

let scorer;
const requests = {
  wait: () => undefined,
  load: async (model) => {
    scorer = await loadScorer({ model: new URL(model, location.origin) });
  },
  score: () => scorer.score(new Float32Array(15 * 16000).map(Math.random), 16000),
};

addEventListener("message", async ({ data: [name, argument] }) => {
  await requests[name](argument);
  await new Promise((resolve) => setTimeout(resolve, 500));
  globalThis.gc();
  postMessage(name);
});
