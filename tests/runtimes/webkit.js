// @ts-check
/** A page in Debian's WebKitGTK, through WebKitWebDriver and under a display that nobody sees. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** @returns {Promise<{ outcomes: (url: string) => Promise<unknown>, close: () => Promise<void> }>} */
export async function launchWebKit() {
  const files = execFileSync("dpkg", ["-L", "libwebkit2gtk-4.1-0"], { encoding: "utf8" }).split("\n");
  const binary = files.find((file) => file.endsWith("/MiniBrowser"));
  const screen = spawn("Xvfb", ["-displayfd", "1", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  const [display] = await once(screen.stdout, "data");
  const env = { ...process.env, DISPLAY: `:${String(display).trim()}`, GDK_BACKEND: "x11" };
  const port = 10000 + (process.pid % 20000);
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });

  /**
   * @param {string} path
   * @param {object} [body]
   * @param {string} [method]
   */
  async function ask(path, body, method = "POST") {
    const request = { method, ...(body && { body: JSON.stringify(body) }) };
    const { value } = /** @type {any} */ (
      await (await fetch(`http://127.0.0.1:${port}/session${path}`, request)).json()
    );
    if (value?.error) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
    return value;
  }

  const browser = { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
  const session = { capabilities: { alwaysMatch: { ...browser, timeouts: { script: 120_000 } } } };
  while (!(await fetch(`http://127.0.0.1:${port}/status`).catch(() => false))) await wait(200); // it is starting
  const { sessionId } = await ask("", session);

  return {
    outcomes: async (url) => {
      await ask(`/${sessionId}/url`, { url });
      const script = `const done = arguments[0];
        const look = () => (globalThis.outcomes ? outcomes.then(done, (error) => done(String(error))) : setTimeout(look, 50));
        look();`;
      return ask(`/${sessionId}/execute/async`, { script, args: [] });
    },
    close: async () => {
      await ask(`/${sessionId}`, undefined, "DELETE");
      driver.kill();
      screen.kill();
    },
  };
}
