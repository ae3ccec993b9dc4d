// @ts-check
/** The package's worker with ways to end it, told on a channel of its own. */
import "/web/dist/live/worker.js";

new BroadcastChannel("mortal").onmessage = ({ data: way }) => {
  if (way === "vanish") self.close();
  if (way === "throw") throw new Error("as asked");
  if (way === "hang") for (;;);
};
