// @ts-check
/** The command line's standard streams: input that comes late, output that cannot be written. */
import { spawnSync } from "node:child_process";
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
