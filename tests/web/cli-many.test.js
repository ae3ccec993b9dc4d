// @ts-check
/** `earful score` on folders, standard input and many files at once. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { assert } from "chai";
import { build } from "esbuild";
import { audio, cli, earfulWith, folder, lines, parse, put, repository, score, second } from "./cli-kit.js";
import { babble } from "./kit.js";
import { wav } from "./wav.js";

const clip = wav([second], 16000);
const names = (/** @type {{ file: string }[]} */ found) => found.map(({ file }) => file);

test("takes a folder for the audio files in it and its folders, by name, and leaves hidden ones out", () => {
  put("calls/b.WAV", clip);
  put("calls/a/later.wav", clip);
  put("calls/a/early.flac", readFileSync(audio("speech.flac")));
  put("calls/.hidden.wav", clip);
  put("calls/.git/x.wav", clip);
  put("calls/notes.txt", "dear diary");
  symlinkSync("..", join(folder, "calls/a/round.wav")); // a circle, were it walked
  assert.deepEqual(names(lines("calls")), ["calls/a/early.flac", "calls/a/later.wav", "calls/b.WAV"]);
});

test("says so of a folder without audio, scores the others, and ends with 1", () => {
  mkdirSync(join(folder, "empty"));
  const { stdout, stderr, status } = score("--json", "empty", put("good.wav", clip));
  assert.deepEqual(
    { stderr, status },
    { stderr: "earful: empty: there are no audio files in this folder\n", status: 1 },
  );
  assert.deepEqual(names(parse(stdout)), ["good.wav"]);
});

test("scores standard input for -, of any format, as it scores the file", () => {
  for (const file of ["speech.mp3", "speech.opus"]) {
    const { stdout, stderr, status } = earfulWith({ input: readFileSync(audio(file)) }, "score", "--json", "-");
    assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
    const [fromFile] = lines(audio(file));
    assert.deepEqual(parse(stdout)[0], fromFile && { ...fromFile, file: "-" });
  }
  const { stderr, status } = earfulWith({ input: new Uint8Array() }, "score", "-");
  assert.deepEqual({ stderr, status }, { stderr: "earful: -: the file is empty\n", status: 1 });
});

test("reads a WAV stream whose writer did not know its length", () => {
  const known = lines(put("known.wav", clip))[0]?.scores;
  /** @type {[number, number][]} */
  const lengths = [
    [0xffffffff, 0xffffffff],
    [0, 0],
    [0xffffffff, 0],
    [36, 0],
  ];
  for (const [file, samples] of lengths) {
    const open = Buffer.from(clip);
    open.writeUInt32LE(file, 4);
    open.writeUInt32LE(samples, 40);
    const [line] = parse(earfulWith({ input: open }, "score", "--json", "-").stdout);
    assert.deepEqual(line?.scores, known);
  }
});

test("writes with --csv a head and a line for each file, with names in quotes where they need them", () => {
  const odd = put('a "b", c.wav', clip);
  const { stdout, stderr, status } = score("--csv", odd, put("plain.wav", clip));
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  const toxic = String(lines("plain.wav")[0]?.scores.toxic);
  assert.equal(stdout, `file,duration,model,toxic\n"a ""b"", c.wav",1,cnn,${toxic}\nplain.wav,1,cnn,${toxic}\n`);
});

test("prints the same, in the same order, however many files are scored at once", () => {
  const files = [20, 1, 3, 2, 1].map((seconds, i) => put(`n${i}.wav`, wav([babble(seconds, 16000)], 16000)));
  const bad = put("bad.wav", "no audio at all");
  files.splice(2, 0, bad);
  const one = score("--json", "--jobs", "1", ...files);
  assert.equal(one.status, 1);
  assert.deepEqual(
    names(parse(one.stdout)),
    files.filter((file) => file !== bad),
  );
  for (const jobs of ["2", "16"]) assert.deepEqual(score("--json", "--jobs", jobs, ...files), one);
  assert.deepEqual(score("--json", ...files), one);
});

test("loses a file alone whose thread breaks off, and scores the others", () => {
  // Breaks the thread that is given such a file, as a decoder that runs out of memory does.
  const fault = put(
    "fault.mjs",
    `import { isMainThread, parentPort } from "node:worker_threads";
     if (!isMainThread) parentPort.on("message", (file) => {
       if (file.startsWith("exit")) process.exit(1);
       if (file.startsWith("throw")) throw new Error("out of luck");
     });`,
  );
  const files = ["a.wav", "exit.wav", "throw.wav", "b.wav"].map((name) => put(name, clip));
  const env = { NODE_OPTIONS: `--import ${JSON.stringify(join(folder, fault))}` };
  const { stdout, stderr, status } = earfulWith({ env }, "score", "--json", "--jobs", "1", ...files);
  assert.deepEqual(names(parse(stdout)), ["a.wav", "b.wav"]);
  assert.match(stderr, /^earful: exit.wav: the thread that scored it broke off\n/);
  assert.match(stderr, /\nearful: throw.wav: the thread that scored it broke off: out of luck\n$/);
  assert.equal(status, 1);
});

test("scores on the threads that start where the system lets no more start", () => {
  const limit = put(
    "limit.mjs",
    `import { syncBuiltinESMExports } from "node:module";
     import threads from "node:worker_threads";
     const { Worker } = threads;
     let left = Number(process.env.THREADS);
     threads.Worker = class extends Worker {
       constructor(...args) {
         if (left-- < 1) throw new Error("Worker initialization failure: EAGAIN"); // as under a limit of processes
         super(...args);
       }
     };
     syncBuiltinESMExports();`,
  );
  const files = ["a.wav", "b.wav", "c.wav"].map((name) => put(name, clip));
  const scoreWith = (/** @type {string} */ THREADS) => {
    const env = { NODE_OPTIONS: `--import ${JSON.stringify(join(folder, limit))}`, THREADS };
    return earfulWith({ env }, "score", "--json", "--jobs", "3", ...files);
  };
  const { stdout, stderr, status } = scoreWith("1");
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  assert.deepEqual(names(parse(stdout)), files);
  assert.deepEqual(scoreWith("0"), {
    stdout: "",
    stderr: "earful: the scoring cannot start: Worker initialization failure: EAGAIN\n",
    status: 2,
  });
});

test("closes files that cannot be decoded, however many they are", () => {
  const files = Array.from({ length: 60 }, (_, i) => put(`noise/${i}.mp3`, Buffer.alloc(100000, 1)));
  const command = `ulimit -n 50; exec "$0" "$1" score --json --jobs 1 ${files.join(" ")} ${put("last.wav", clip)}`;
  const { stdout, stderr } = spawnSync("sh", ["-c", command, process.execPath, cli], { encoding: "utf8", cwd: folder });
  assert.equal(stderr, files.map((file) => `earful: ${file}: not audio of a known format\n`).join(""));
  assert.deepEqual(names(parse(stdout)), ["last.wav"]);
});

test("makes a table's columns as wide as the longest of very many names", async () => {
  const outfile = join(folder, "table.mjs");
  await build({ entryPoints: [join(repository, "web/src/cli/table.ts")], outfile, bundle: true, format: "esm" });
  const { Table } = await import(pathToFileURL(outfile).href);
  const files = Array.from({ length: 200000 }, (_, i) => `${i}.wav`);
  assert.match(new Table(files, ["toxic"]).head(), /^file {8} {2}length /);
});

test("draws a bar on a terminal and takes it away, and none where nobody watches", () => {
  const files = ["x.wav", "y.wav"].map((name) => put(name, wav([babble(40, 16000)], 16000)));
  const command = [process.execPath, cli, "score", "--json", "--jobs", "1", ...files].join(" ");
  const { stdout, status } = spawnSync("script", ["-qec", `${command} >out.json`, "/dev/null"], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, COLUMNS: "80" },
  });
  assert.equal(status, 0);
  assert.match(stdout, /[█░]{24} +\d+ % {2}1 of 2 {2}/);
  assert.match(stdout, /█{24} 100 % {2}2 of 2 {2}y\.wav/);
  assert.isTrue(stdout.endsWith("\r\x1b[K"), "the line is empty in the end");
  assert.deepEqual(names(parse(readFileSync(join(folder, "out.json"), "utf8"))), files);
  assert.equal(score("--json", ...files).stderr, "");
});
