import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { inPage, withChromium } from "../chromium.js";

const SECONDS = 20;

const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // a thread that ended meanwhile
  }
};

/** The process of our own browser's renderer that has a worker: other browsers may run beside it. */
function renderer() {
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
function threads(pid) {
  return readdirSync(`/proc/${pid}/task`).map((tid) => ({
    name: read(`/proc/${pid}/task/${tid}/comm`).trim(),
    tid,
    seconds: Number(read(`/proc/${pid}/task/${tid}/schedstat`).split(" ")[0]) / 1e9,
  }));
}

/** Shares of a core over some seconds: {worker, main, audio}. */
async function shares(pid) {
  const before = new Map(threads(pid).map(({ tid, seconds }) => [tid, seconds]));
  const start = performance.now();
  await wait(SECONDS * 1000);
  const elapsed = (performance.now() - start) / 1000;
  const result = { worker: 0, main: 0, audio: 0 };
  for (const { name, tid, seconds } of threads(pid)) {
    const share = (seconds - (before.get(tid) ?? 0)) / elapsed;
    if (name.startsWith("DedicatedWorker")) result.worker += share;
    else if (tid === pid) result.main += share;
    else if (/^Audio/.test(name)) result.audio += share;
  }
  return result;
}

/** Private memory of a process, in bytes. */
function memory(pid) {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  return (
    1024 * ["Private_Clean", "Private_Dirty"].reduce((sum, key) => sum + Number(rollup.match(`${key}: +(\\d+)`)[1]), 0)
  );
}

/** The longest task of the main thread while streams start and run, milliseconds of its own CPU time: {start, run}. */
async function longestTasks(chromium) {
  return inPage(chromium, "live", async (page) => {
    await page.waitForFunction(() => globalThis.ready);
    await page.evaluate(() => globalThis.prepare(1, 24));
    const traced = async (work) => {
      await chromium.browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
      await work();
      const { traceEvents } = JSON.parse((await chromium.browser.stopTracing()).toString());
      const main = new Set(
        traceEvents
          .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
          .map(({ pid, tid }) => `${pid}/${tid}`),
      );
      return Math.max(
        0,
        ...traceEvents
          .filter(({ name, pid, tid }) => name === "RunTask" && main.has(`${pid}/${tid}`))
          .map(({ tdur = 0 }) => tdur / 1000),
      );
    };
    const start = await traced(() => page.evaluate(() => globalThis.start(25)));
    const run = await traced(() => page.waitForTimeout(10_000));
    await page.evaluate(() => globalThis.stop());
    return { start, run };
  });
}

/**
 * Live streams in Chromium: shares of a core for {talking, silent, room}, each {worker, main, audio}; the bytes that a
 * further stream takes; the main thread's longest tasks in ms; the seconds from the end of the offending words to the flag.
 */
export function measureLive({ plays }) {
  return withChromium(async (chromium) => {
    // What the page itself takes for 25 streams is always there.
    const load = (talking, count) =>
      inPage(chromium, "live", async (page) => {
        await page.waitForFunction(() => globalThis.ready);
        await page.evaluate((counts) => globalThis.prepare(...counts), [talking, 25 - talking]);
        await page.evaluate((number) => globalThis.start(number), count);
        const pid = renderer();
        const result = await shares(pid);
        await page.requestGC();
        await wait(500);
        const bytes = memory(pid);
        const utterances = await page.evaluate(() => globalThis.stop());
        return { ...result, bytes, utterances };
      });
    const talking = await load(1, 1);
    const silent = await load(0, 1);
    const room = await load(1, 25);
    const delays = await inPage(chromium, "live", async (page) => {
      await page.waitForFunction(() => globalThis.ready);
      return page.evaluate((count) => globalThis.delays(count), plays);
    });
    return {
      talking,
      silent,
      room,
      furtherStream: (room.bytes - talking.bytes) / 24,
      longestTask: await longestTasks(chromium),
      delays,
    };
  });
}
