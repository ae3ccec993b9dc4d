// @ts-check
/** The command line's standard streams: input that comes late, output that cannot be written. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { assert } from "chai";
import { cli, folder, lines, parse, put, second } from "./cli-kit.js";
import { wav } from "./wav.js";

const clip = put("clip.wav", wav([second], 16000));

/** @param {string} script in which `earful` is the command line */
function shell(script) {
  const { stdout, stderr, status } = spawnSync("sh", ["-c", `earful() { "$node" "$cli" "$@"; }; ${script}`], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, node: process.execPath, cli },
  });
  return { stdout, stderr, status };
}

test("waits for standard input that comes late and in parts", () => {
  const late = `(sleep 2; head -c 1000 ${clip}; sleep 0.5; tail -c +1001 ${clip})`;
  const { stdout, stderr, status } = shell(`${late} | earful score --json -`);
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  assert.deepEqual(parse(stdout)[0]?.scores, lines(clip)[0]?.scores);
});

const noise = put("noise.mp3", Buffer.alloc(100000, 1));
const broken = put("broken.wav", wav([new Float32Array(8000 * 200).fill(NaN, 99)], 8000));

test("ends once it has refused what comes through a pipe, though the writer never ends", () => {
  /** @type {[string, RegExp][]} */
  const bad = [
    [noise, /not audio of a known format/],
    [broken, /sample 99/],
  ];
  for (const [input, why] of bad) {
    for (const from of ["- <idle", "idle"]) {
      const { stdout, stderr } = shell(`
        rm -f idle; mkfifo idle; { cat ${input}; exec sleep 300; } >idle 2>&1 & # it hangs on to no output but the pipe
        timeout 60 "$node" "$cli" score ${from}; echo $?; kill $!`);
      assert.equal(stdout, "1\n", `of ${input} by ${from}`);
      assert.match(stderr, why);
    }
  }
});

test("ends once it has refused what comes through a socket, though the writer never ends", async () => {
  const child = spawn(process.execPath, [cli, "score", "-"], { stdio: ["pipe", "ignore", "ignore"], timeout: 60000 });
  child.stdin?.write(Buffer.alloc(100000, 1)); // Node's pipes are sockets
  assert.deepEqual(await once(child, "exit"), [1, null]);
});

test("scores the other files where standard input is redirected: from a file, from nothing, from what never ends", () => {
  /** @type {[string, number][]} */
  const inputs = [
    [clip, 0],
    ["/dev/null", 1],
    ["/dev/zero", 1],
  ];
  for (const [input, failures] of inputs) {
    const { stdout, status } = shell(`earful score --json ${clip} - ${clip} <${input}`);
    assert.equal(status, failures, input);
    assert.lengthOf(parse(stdout), 3 - failures);
  }
});

test("leaves the rest of a pipe to who reads it next", () => {
  const { stdout } = shell(`(cat ${noise}; sleep 2; echo late) | (earful score - 2>&1; tail -n 1)`);
  assert.match(stdout, /not audio of a known format\nlate\n$/);
});

test("scores on where nobody reads standard error", () => {
  const { stdout, status } = shell(`
    { earful score --json nowhere.wav ${clip} 2>&1 >found.json; echo $? >status; } | true
    cat found.json; exit $(cat status)`);
  assert.equal(parse(stdout)[0]?.file, clip);
  assert.equal(status, 1, "of the file that is not there");
});

test("says in a line that the output cannot be written, and ends with 1", () => {
  for (const command of [`score --json ${clip}`, `score ${`${clip} `.repeat(5)}`, "inspect", "--help"]) {
    const { stdout, stderr, status } = shell(`earful ${command} >/dev/full`);
    assert.deepEqual({ stdout, status }, { stdout: "", status: 1 }, command);
    assert.match(stderr, /^earful: cannot write the output: .*no space left on device.*\n$/);
  }
});

test("breaks off without a word where the reader has seen enough, and ends with 1", () => {
  const { stdout, stderr, status } = shell(`
    { earful score --json ${clip} 2>&1 >&3 3>&-; echo $? >status; } 3>&1 >told | true
    cat told; exit $(cat status)`);
  assert.deepEqual({ stdout, stderr, status }, { stdout: "", stderr: "", status: 1 });
});
