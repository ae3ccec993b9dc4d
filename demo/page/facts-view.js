// @ts-check
/** What ran, on what and how fast. */
import { element } from "./element.js";
import { exactClock, shortTime } from "./format.js";

/** @type {Record<string, string>} */
const buildNames = { simd: "WebAssembly, SIMD", relaxed: "WebAssembly, relaxed SIMD" };

/**
 * @param {import("earful").ModelInfo} info
 * @param {import("./clip-scoring.js").ScoredClip} scored
 */
export function factsView(info, { duration, windows, milliseconds }) {
  const heard = windows.at(-1)?.end ?? duration;
  const language = new Intl.DisplayNames(["en"], { type: "language" });
  const facts = [
    ["Length", `${exactClock(duration)}, heard at ${info.features.sample_rate / 1000} kHz`],
    ["Scored in", shortTime(milliseconds)],
    [
      "Per second of audio",
      `${shortTime(milliseconds / heard)}, ${Math.round((1000 * heard) / milliseconds)}× real time`,
    ],
    ["Model", `${info.name} ${info.version}`],
    ["Language", info.languages.map((code) => language.of(code) ?? code).join(", ")],
    ["Build", buildNames[info.variant] ?? info.variant],
  ];
  return element(
    "dl",
    "facts",
    ...facts.map(([name = "", value = ""]) =>
      element("div", "fact", element("dt", "", name), element("dd", "", value)),
    ),
  );
}
