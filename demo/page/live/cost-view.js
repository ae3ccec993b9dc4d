// @ts-check
/** What listening costs: a share of one core, time per second of audio. */
import { element } from "../element.js";
import { shortTime } from "../format.js";

/** @type {Record<string, string>} */
const buildNames = { simd: "WebAssembly, SIMD", relaxed: "WebAssembly, relaxed SIMD" };

/** @param {number} share  @returns {string} "0.8% of a core" */
function ofACore(share) {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}% of a core`;
}

/**
 * @param {import("earful").ModelInfo} info
 * @param {import("earful").StreamCost[]} costs of each speaker
 */
export function costView(info, costs) {
  const shares = costs.map(({ work, audio }) => (audio > 0 ? work / audio : 0));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const facts = [
    [costs.length > 1 ? `Work for ${costs.length} speakers` : "Work", ofACore(all)],
    ["Per second of audio", shortTime((1000 * all) / Math.max(1, costs.length))],
    ["Model", `${info.name} ${info.version}, in memory once`],
    ["Build", buildNames[info.variant] ?? info.variant],
    ["Where", "a worker beside this page"],
  ];
  return element(
    "dl",
    "facts",
    ...facts.map(([name = "", value = ""]) =>
      element("div", "fact", element("dt", "", name), element("dd", "", value)),
    ),
  );
}
