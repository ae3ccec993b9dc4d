// @ts-check
/** `earful score` on single files, run as a person runs it. */
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assert } from "chai";
import { loadScorer } from "earful";
import { audio, cli, earful, folder, lines, put, repository, score, second, smallModel } from "./cli-kit.js";
import { babble } from "./kit.js";
import { wav } from "./wav.js";

test("prints with --json one object a line, with exactly the promised keys, and nothing else", async () => {
  const [one, two] = [put("one.wav", wav([second], 16000)), put("two.wav", wav([babble(20, 16000)], 16000))];
  const [first, other] = lines(one, two);
  const scorer = await loadScorer();
  assert.deepEqual(first, { file: one, duration: 1, model: "cnn", ...pick(scorer.score(second, 16000)) });
  assert.deepEqual(Object.keys(first ?? {}), ["file", "duration", "model", "scores", "windows"]);
  assert.deepEqual(other, { file: two, duration: 20, model: "cnn", ...pick(scorer.score(babble(20, 16000), 16000)) });
  assert.lengthOf(other?.windows ?? [], 2);
  scorer.dispose();
});

/** @param {import("earful").ClipScores} clip */
function pick({ scores, windows }) {
  return { scores, windows };
}

test("reads the usual formats, lossless ones exactly and the others nearly", () => {
  const [exact, ...others] = lines(
    ...["flac", "opus", "mp3", "ogg", "m4a", "webm"].map((format) => audio(`speech.${format}`)),
  );
  const [reference] = lines(put("reference.wav", wav([second], 16000)));
  assert.approximately(exact?.scores.toxic ?? NaN, reference?.scores.toxic ?? NaN, 1e-3);
  for (const { file, duration, scores } of others) {
    assert.approximately(duration, 1, 0.1, file);
    assert.approximately(scores.toxic ?? NaN, reference?.scores.toxic ?? NaN, 0.15, file);
  }
});

test("mixes channels to one, at any sample rate", () => {
  const [mono] = lines(put("mono.wav", wav([babble(2, 44100)], 44100)));
  const louder = babble(2, 44100).map((sample) => sample * 2);
  const silence = new Float32Array(louder.length);
  const [stereo] = lines(put("stereo.wav", wav([louder, silence], 44100)));
  assert.deepEqual(stereo?.scores, mono?.scores);
  for (const rate of [8000, 48000, 192000]) {
    const [line] = lines(put(`${rate}.wav`, wav([babble(1, rate)], rate)));
    assert.equal(line?.duration, 1);
  }
});

test("scores a long file window by window, as the package scores it at once", async () => {
  const long = babble(400.05, 16000); // its last 0.05 s are too short to score
  const [line] = lines(put("long.wav", wav([long], 16000)));
  const scorer = await loadScorer();
  const { duration, scores, windows } = scorer.score(long, 16000);
  scorer.dispose();
  assert.approximately(line?.duration ?? NaN, duration, 1e-9);
  assert.deepEqual(line?.scores, scores);
  assert.lengthOf(windows, 27);
  assert.deepEqual(line?.windows, windows);
});

test("takes a bundled model by name, and a model file", () => {
  const file = put("a.wav", wav([second], 16000));
  assert.equal(lines("--model", "cnn", file)[0]?.model, "cnn");
  assert.notEqual(lines("--model", smallModel, file)[0]?.model, "cnn");
  copyFileSync(smallModel, join(folder, "cnn"));
  assert.equal(lines("--model=cnn", file)[0]?.model, "cnn");
  assert.notEqual(lines("--model=./cnn", file)[0]?.model, "cnn");
});

test("takes names with blanks, other scripts, and a leading dash after --", () => {
  const content = wav([second], 16000);
  const names = ["two words.wav", "наш звонок.wav", "通話.wav", "-dash.wav"].map((name) => put(name, content));
  assert.deepEqual(
    lines("--", ...names).map(({ file }) => file),
    names,
  );
  // Of a file's rows, one for each label, the first has its name and length.
  const rows = score("--", ...names)
    .stdout.split("\n")
    .filter((row) => row.includes("1.0 s"));
  assert.lengthOf(rows, names.length);
  // Two cells for each of the two Chinese characters: the columns stand below each other.
  assert.equal(rows[0]?.indexOf("1.0 s"), (rows[2]?.indexOf("1.0 s") ?? 0) + 2);
});

test("prints a table for people: a row for each label, aligned, with when the highest window was", () => {
  const loud = new Float32Array(45 * 16000);
  loud.set(babble(15, 16000), 15 * 16000);
  const { stdout, stderr, status } = score(
    "--model",
    smallModel,
    put("long.wav", wav([loud], 16000)),
    audio("speech.mp3"),
  );
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  const [head, ...rows] = stdout.trimEnd().split("\n");
  assert.match(head ?? "", /^file +length +label +score +highest at$/);
  assert.lengthOf(rows, 4, "two labels of two files");
  assert.match(rows[0] ?? "", /^long\.wav +45\.0 s {2}\S+ +[01]\.\d\d {2}[█▏▎▍▌▋▊▉]* +\d:\d\d-\d:\d\d$/);
  for (const row of rows) assert.match((row ?? "").slice(head?.indexOf("score")), /^[01]\.\d\d/);
});

/** A WAV file of no samples, and after them what is said about them. */
function hollow() {
  const list = Buffer.alloc(20000, "LIST");
  list.writeUInt32LE(list.length - 8, 4);
  const file = Buffer.concat([wav([new Float32Array()], 16000), list]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

/** @type {[string, string, () => string, RegExp][]} */
const bad = [
  ["an empty file", "empty.wav", () => put("empty.wav", ""), /empty/],
  ["a WAV file without samples", "hollow.wav", () => put("hollow.wav", hollow()), /no audio in it/],
  [
    "a WAV file cut off in its head",
    "head.wav",
    () => put("head.wav", hollow().subarray(0, 36)),
    /without a data chunk/,
  ],
  ["a text file", "notes.txt", () => put("notes.txt", "dear diary"), /not audio/],
  ["noise in a WAV header", "odd.wav", () => put("odd.wav", `RIFF\0\0\0\0WAVE${"x".repeat(3000)}`), /./],
  ["a WAV file without samples", "none.wav", () => put("none.wav", wav([new Float32Array()], 16000)), /no audio/],
  ["a WAV file of 0.05 s", "short.wav", () => put("short.wav", wav([second.subarray(0, 800)], 16000)), /0\.1 s/],
  ["a rate of 6 kHz", "slow.wav", () => put("slow.wav", wav([second], 6000)), /6000 Hz/],
  ["NaN among the samples", "nan.wav", () => put("nan.wav", wav([babble(1, 16000).fill(NaN, 99)], 16000)), /sample 99/],
  [
    "NaN late in a long file",
    "late.wav",
    () => put("late.wav", wav([babble(200, 8000).fill(NaN, 1500000)], 8000)),
    /sample 300000 .*from 2:30/,
  ],
  [
    "an m4a file that is cut short",
    "cut.m4a",
    () => put("cut.m4a", readFileSync(audio("speech.m4a")).subarray(0, 3000)),
    /./,
  ],
  ["a file that is not there", "nowhere.mp3", () => "nowhere.mp3", /no such file/],
];
for (const [what, name, make, reason] of bad) {
  test(`names ${what} and why on stderr, scores the others, and ends with 1`, () => {
    const good = put("good.wav", wav([second], 16000));
    const { stdout, stderr, status } = score("--json", make(), good);
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`^earful: ${name}: .+\\n$`));
    assert.match(stderr, reason);
    assert.equal(JSON.parse(stdout).file, good);
  });
}

test("scores what is there of an mp3 file that is cut short", () => {
  const cut = put("cut.mp3", readFileSync(audio("speech.mp3")).subarray(0, 3000));
  assert.isBelow(lines(cut)[0]?.duration ?? NaN, 0.9);
});

test("explains wrong usage on stderr and ends with 2, with nothing on stdout", () => {
  /** @type {[string[], RegExp][]} */
  const wrong = [
    [[], /no file given/],
    [["--jobs", "0", "a.wav"], /--jobs 0: must be a whole number from 1 on/],
    [["--jobs", "two", "a.wav"], /--jobs two/],
    [["--json", "--csv", "a.wav"], /exclude each other/],
    [["-", "-"], /given twice/],
    [["--loud", "a.wav"], /--loud/],
    [["--model"], /--model/],
    [["--json=yes", "a.wav"], /--json/],
    [["--model", "nope", "a.wav"], /--model nope: no such file/],
    [["--model", put("text", "no model"), "a.wav"], /--model text: not a model file/],
  ];
  for (const [args, message] of wrong) {
    const { stdout, stderr, status } = score(...args);
    assert.deepEqual({ stdout, status }, { stdout: "", status: 2 }, args.join(" "));
    assert.match(stderr, message);
  }
});

test("explains itself with --help, before or after a command, and tells its version", () => {
  for (const args of [["--help"], ["-h"], ["score", "--help"], ["inspect", "-h"]]) {
    const { stdout, stderr, status } = earful(...args);
    assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
    for (const word of ["score", "inspect", "bench", "--json", "--csv", "--jobs", "exit status"])
      assert.include(stdout, word);
  }
  const { version } = JSON.parse(readFileSync(join(repository, "web/package.json"), "utf8"));
  assert.deepEqual(earful("--version"), { stdout: `${version}\n`, stderr: "", status: 0 });
});

test("takes what follows -- for names, whatever it looks like", () => {
  const names = ["-h", "--help"].map((name) => put(name, wav([second], 16000)));
  assert.deepEqual(
    lines("--", ...names).map(({ file }) => file),
    names,
  );
});

test("names its commands where none or an unknown one is given, and ends with 2", () => {
  for (const args of [[], ["scores", "a.wav"], ["toString"]]) {
    const { stdout, stderr, status } = earful(...args);
    assert.deepEqual({ stdout, status }, { stdout: "", status: 2 });
    assert.match(stderr, /^earful: .*score, inspect, bench/);
  }
});

test("ends quietly when its reader has seen enough", () => {
  const file = put("many.wav", wav([second], 16000));
  const script = `"$0" "$1" score --json ${`${file} `.repeat(30)} | head -c 1`;
  const { stdout, stderr } = spawnSync("sh", ["-c", script, process.execPath, cli], { encoding: "utf8", cwd: folder });
  assert.deepEqual({ stdout, stderr }, { stdout: "{", stderr: "" });
});

test("is npm run -s score, with names as seen from where the user is, and nothing else on stdout", () => {
  const file = put("here.wav", wav([second], 16000));
  const { stdout, status } = spawnSync("npm", ["--prefix", repository, "run", "-s", "score", "--", "--json", file], {
    encoding: "utf8",
    cwd: folder,
  });
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).file, file);
});
