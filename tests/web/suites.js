// @ts-check
import { costSuite } from "./suite/cost.js";
import { filesSuite } from "./suite/files.js";
import { fusionSuite } from "./suite/fusion.js";
import { loadingSuite } from "./suite/loading.js";
import { memorySuite } from "./suite/memory.js";
import { paritySuite } from "./suite/parity.js";
import { resumeSuite } from "./suite/resume.js";
import { scoringSuite } from "./suite/scoring.js";
import { streamFaultsSuite } from "./suite/stream-faults.js";
import { streamSuite } from "./suite/stream.js";
import { textSuite } from "./suite/text.js";

/** Every suite that runs wherever JavaScript does. */
export const suites = [
  loadingSuite,
  filesSuite,
  resumeSuite,
  scoringSuite,
  paritySuite,
  textSuite,
  fusionSuite,
  streamSuite,
  streamFaultsSuite,
  costSuite,
  memorySuite,
];
