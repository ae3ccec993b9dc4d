// @ts-check
/** The package's worker with ways to end it once it has loaded, told on a channel of its own. */
import "/web/dist/live/worker.js";

const { postMessage } = self;
self.postMessage = (/** @type {any[]} */ ...message) => {
  /** @type {Function} */ (postMessage).apply(self, message);
  if (message[0].type === "loaded") obey(); // before, what breaks off is no worker that has to be replaced
};

function obey() {
  new BroadcastChannel("mortal").onmessage = ({ data: way }) => {
    if (way === "vanish") self.close();
    if (way === "throw") throw new Error("as asked");
    if (way === "hang") for (;;);
  };
}
