import { setTimeout as wait } from "node:timers/promises";
import { inPage, withChromium } from "../chromium.js";
import { memory, renderer, threads } from "./renderer.js";

const SECONDS = 20;

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
