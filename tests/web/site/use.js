// @ts-check
/** What a page does with the package: scores a clip, and listens to it live; for the tests of policies and offline use. */

/**
 * @param {object} options for loadScorer and monitor
 * @returns {Promise<{ score: number, heard: number, isolated: boolean }>} what the clip scored, and what was heard of it
 */
export async function use(options = {}) {
  const { loadScorer } = await import("/earful/index.js");
  const { monitor } = await import("/earful/live/index.js");
  const file = await (await fetch("/clip.ogg")).arrayBuffer();
  const context = new AudioContext();
  const clip = await context.decodeAudioData(file);
  const scorer = await loadScorer(options);
  const { scores } = scorer.score(clip.getChannelData(0), clip.sampleRate);
  scorer.dispose();

  const source = new AudioBufferSourceNode(context, { buffer: clip });
  /** @type {import("earful/live").Monitor | undefined} */
  let listening;
  const heard = new Promise((resolve, reject) => {
    monitor(source, { ...options, onUtterance: resolve, onError: reject }).then((made) => {
      listening = made;
      source.start();
    }, reject);
  });
  const utterance = await heard;
  await listening?.stop();
  await context.close();
  return { score: scores.toxic ?? NaN, heard: utterance.scores.toxic, isolated: crossOriginIsolated };
}
