// The module worker that holds the scorer, for all streams of a page.
import { type EarfulError, loadScorer, type Scorer, type StreamEvent } from "../index.js";
import { failureOf } from "./failure.js";
import { Feed } from "./feed.js";
import { openInput, type StreamInput } from "./inputs.js";
import type { ModelChoice, OpenRequest, WorkerReply, WorkerRequest } from "./protocol.js";

/** Milliseconds from one look into the rings to the next. */
const PERIOD = 200;
/** The most that is pushed at once, in seconds: between two pushes an interim score may come. */
const BLOCK = 0.2;

const page = self as unknown as {
  postMessage(reply: WorkerReply): void;
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
};
const streams = new Map<number, { feed: Feed; input: StreamInput }>();
let scorer: Scorer | undefined;
let timer: ReturnType<typeof setInterval> | undefined;

page.onmessage = ({ data: request }) => {
  guarded(() => {
    if (request.type === "load") void load(request.choice, request.lock);
    else if (request.type === "open") open(request);
    else if (request.type === "flush") flush(request.id);
    else if (request.type === "close") close(request.id);
    else if (request.type === "cost") tellCost(request.id);
    else page.postMessage({ type: "pong" });
  });
};

async function load(choice: ModelChoice, lock: string): Promise<void> {
  try {
    scorer = await loadScorer({
      ...choice,
      onProgress: (progress) => {
        page.postMessage({ type: "loading", progress });
      },
    });
    await hold(lock);
    page.postMessage({ type: "loaded", info: scorer.info });
  } catch (error) {
    fail(error);
  }
}

/** Holds a lock for good, which the browser gives to the page when this worker is no more. */
function hold(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const held = () => {
      resolve();
      return new Promise(() => undefined);
    };
    navigator.locks.request(name, held).catch(reject);
  });
}

function open({ id, sampleRate, settings, input, near }: OpenRequest): void {
  if (!scorer) throw new Error("a stream was opened before the model was loaded");
  try {
    const feed = new Feed(scorer, sampleRate, settings, near, {
      onEvent: (event) => {
        tell(id, event);
      },
      onLost: (error) => {
        trouble(id, error);
      },
    });
    streams.set(id, { feed, input: openInput(input, Math.round(BLOCK * sampleRate), feed, fail) });
    timer ??= setInterval(() => {
      guarded(drain);
    }, PERIOD);
    page.postMessage({ type: "opened", id });
  } catch (error) {
    page.postMessage({ type: "refused", id, failure: failureOf(error) });
  }
}

function tell(id: number, event: StreamEvent): void {
  if (event.type === "error") trouble(id, event.error);
  else page.postMessage({ type: "event", id, event });
}

function trouble(id: number, error: EarfulError): void {
  page.postMessage({ type: "trouble", id, failure: failureOf(error) });
}

function drain(): void {
  for (const { input } of streams.values()) input.drain();
}

function flush(id: number): void {
  const stream = streams.get(id);
  stream?.input.drain();
  stream?.feed.flush();
}

function close(id: number): void {
  flush(id);
  streams.get(id)?.input.close();
  streams.delete(id);
  if (streams.size === 0) {
    clearInterval(timer);
    timer = undefined;
  }
  page.postMessage({ type: "closed", id });
}

function tellCost(id: number): void {
  const cost = streams.get(id)?.feed.cost ?? { work: 0, audio: 0 }; // in a worker that is about to open it
  page.postMessage({ type: "cost", id, cost });
}

function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    fail(error);
  }
}

/** Whatever failed, the page starts another worker and opens the streams there. */
function fail(error: unknown): void {
  clearInterval(timer);
  page.postMessage({ type: "failed", failure: failureOf(error) });
}
