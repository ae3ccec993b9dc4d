// A browser's processes, seen from outside.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // a thread that ended meanwhile
  }
};

/** The process of our own browser's renderer that has a worker: other browsers may run beside it. */
export function renderer() {
  const pids = execFileSync("pgrep", ["-f", "type=renderer"], { encoding: "utf8" }).trim().split("\n");
  const ours = pids.filter(isOurs).find((pid) => threads(pid).some(({ name }) => name.startsWith("DedicatedWorker")));
  if (!ours) throw new Error("no renderer of ours has a worker");
  return ours;
}

/** Whether a process descends from this one. */
function isOurs(pid) {
  const parent = read(`/proc/${pid}/status`).match(/^PPid:\s*(\d+)/m)?.[1];
  if (!parent || parent === "0") return false;
  return Number(parent) === process.pid || isOurs(parent);
}

/** The threads of a process and the CPU seconds that each has had. */
export function threads(pid) {
  return readdirSync(`/proc/${pid}/task`).map((tid) => ({
    name: read(`/proc/${pid}/task/${tid}/comm`).trim(),
    tid,
    seconds: Number(read(`/proc/${pid}/task/${tid}/schedstat`).split(" ")[0]) / 1e9,
  }));
}

/** Private memory of a process, in bytes. */
export function memory(pid) {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  return (
    1024 * ["Private_Clean", "Private_Dirty"].reduce((sum, key) => sum + Number(rollup.match(`${key}: +(\\d+)`)[1]), 0)
  );
}
