import { EarfulError } from "../index.js";

/** An audio context to capture in, held until it is given back. */
export interface Lease {
  readonly context: BaseAudioContext;
  /** Where it is the page's own, there is nothing to give back. */
  readonly release?: () => void;
}

interface Shared {
  readonly context: AudioContext;
  readonly listening: AbortController;
  users: number;
}

// One context for all streams: browsers allow a page few, and each has a thread.
const shared = new Map<number | undefined, Shared>();
const modules = new WeakMap<BaseAudioContext, Promise<void>>();

/**
 * The page's own capturing context of the given rate, or of the device's. It is heard nowhere, runs as soon as the browser
 * lets it (some wait for a click or a key), and is closed when the last user gives it back.
 *
 * @throws EarfulError `capture_failed`
 */
export function lease(sampleRate: number | undefined): Lease {
  const known = shared.get(sampleRate);
  // The page can close it: every monitor shows it.
  const entry = known && known.context.state !== "closed" ? known : start(sampleRate);
  entry.users++;
  let held = true;
  return {
    context: entry.context,
    release: () => {
      if (!held) return;
      held = false;
      if (--entry.users > 0) return;
      if (shared.get(sampleRate) === entry) shared.delete(sampleRate);
      entry.listening.abort();
      entry.context.close().catch(() => undefined);
    },
  };
}

/** Loads the worklet's module, once into each context. */
export async function addWorklet(context: BaseAudioContext, script: Promise<string>): Promise<void> {
  const known = modules.get(context);
  if (known) return known;
  const adding = script.then((url) => context.audioWorklet.addModule(url));
  const told = adding.catch((cause: unknown) => {
    modules.delete(context);
    if (cause instanceof EarfulError) throw cause;
    throw new EarfulError("capture_failed", `the audio worklet could not be loaded: ${String(cause)}`, { cause });
  });
  modules.set(context, told);
  return told;
}

function start(sampleRate: number | undefined): Shared {
  // The longest buffers that there are, for the least work; and no device, where the browser knows of that.
  const options = { ...(sampleRate && { sampleRate }), latencyHint: "playback" as const, sinkId: { type: "none" } };
  const context = attempt(() => new AudioContext(options));
  const listening = new AbortController();
  const wake = () => {
    if (context.state !== "running" && context.state !== "closed") context.resume().catch(() => undefined);
  };
  wake();
  for (const type of ["pointerdown", "pointerup", "keydown", "visibilitychange", "resume"]) {
    document.addEventListener(type, wake, { capture: true, passive: true, signal: listening.signal });
  }
  const entry = { context, listening, users: 0 };
  shared.set(sampleRate, entry);
  return entry;
}

/** Runs `work` and tells what it throws as `capture_failed`. */
export function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new EarfulError("capture_failed", `the audio cannot be captured: ${String(cause)}`, { cause });
  }
}
