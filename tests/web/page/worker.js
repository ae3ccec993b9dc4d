// @ts-check
import { runSuites } from "./harness.js";

onmessage = async ({ data: variant }) => postMessage(await runSuites(variant));
