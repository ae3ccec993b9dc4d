// @ts-check
/** Runs the suites here or, with ?place=worker, in a module worker; `outcomes` is for the test that opened the page. */
import { runSuites } from "./harness.js";

const { searchParams } = new URL(location.href);
const variant = /** @type {import("earful").Variant} */ (searchParams.get("variant"));

const outcomes =
  searchParams.get("place") === "worker"
    ? new Promise((resolve, reject) => {
        const worker = new Worker("worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(variant);
      })
    : runSuites(variant);

Object.assign(globalThis, { outcomes });
