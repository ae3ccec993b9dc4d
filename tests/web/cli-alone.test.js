// @ts-check
/** The command line where nothing but the package is installed. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { assert } from "chai";
import { audio, folder, parse, put, repository, second } from "./cli-kit.js";
import { wav } from "./wav.js";

const installed = join(folder, "node_modules/earful");
before(() => {
  mkdirSync(installed, { recursive: true });
  for (const part of ["package.json", "dist"])
    cpSync(join(repository, "web", part), join(installed, part), { recursive: true });
});

/** @param {...string} args */
function score(...args) {
  return scoreWith(undefined, ...args);
}

/**
 * @param {Uint8Array | undefined} input
 * @param {...string} args
 */
function scoreWith(input, ...args) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(installed, "dist/cli/earful.js"), "score", ...args],
    { encoding: "utf8", cwd: folder, ...(input && { input }) },
  );
  return { stdout, stderr, status };
}

/**
 * A WAV file of one channel at 16 kHz whose samples `write` writes.
 * @param {number} tag 1: PCM, 3: float
 * @param {number} bits
 * @param {(file: Buffer, sample: number, offset: number) => void} write
 */
function wavOf(tag, bits, write) {
  const width = bits / 8;
  const file = Buffer.concat([wav([second], 16000).subarray(0, 44), Buffer.alloc(second.length * width)]);
  file.writeUInt16LE(tag, 20);
  file.writeUInt32LE(16000 * width, 28);
  file.writeUInt16LE(width, 32);
  file.writeUInt16LE(bits, 34);
  file.writeUInt32LE(second.length * width, 40);
  second.forEach((sample, i) => write(file, sample, 44 + i * width));
  return file;
}

/** @type {(bits: number) => (sample: number) => number} */
const whole = (bits) => (sample) => Math.round(Math.max(-1, Math.min(1 - 2 ** (1 - bits), sample)) * 2 ** (bits - 1));

/** @type {[string, number, Buffer][]} */
const depths = [
  ["8 bits", 0.1, wavOf(1, 8, (file, sample, at) => file.writeUInt8(whole(8)(sample) + 128, at))],
  ["16 bits", 1e-3, wavOf(1, 16, (file, sample, at) => file.writeInt16LE(whole(16)(sample), at))],
  ["24 bits", 1e-5, wavOf(1, 24, (file, sample, at) => file.writeIntLE(whole(24)(sample), at, 3))],
  ["32 bits", 1e-5, wavOf(1, 32, (file, sample, at) => file.writeInt32LE(whole(32)(sample), at))],
  ["64-bit floats", 0, wavOf(3, 64, (file, sample, at) => file.writeDoubleLE(sample, at))],
];

test("reads plain WAV files of every depth", () => {
  const names = depths.map(([what, , file]) => put(`${what}.wav`, file));
  const { stdout, stderr, status } = score("--json", put("float.wav", wav([second], 16000)), ...names);
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  const [reference, ...others] = parse(stdout).map(({ scores }) => scores.toxic ?? NaN);
  depths.forEach(([what, tolerance], i) => assert.approximately(others[i] ?? NaN, reference ?? NaN, tolerance, what));
});

test("reads a WAV file with other chunks before the samples, and in the extensible form", () => {
  const plain = wav([second], 16000);
  const list = Buffer.from("LIST\x05\0\0\0INFOx\0"); // of odd length, with the byte that makes it even
  const extensible = Buffer.alloc(24);
  extensible.writeUInt16LE(22, 0);
  extensible.writeUInt16LE(3, 8); // the sub-format begins with the tag
  const head = Buffer.from(plain.subarray(0, 36));
  head.writeUInt32LE(40, 16);
  head.writeUInt16LE(0xfffe, 20);
  const files = [
    put("plain.wav", plain),
    put("chunks.wav", Buffer.concat([plain.subarray(0, 36), list, plain.subarray(36)])),
    put("extensible.wav", Buffer.concat([head, extensible, plain.subarray(36)])),
  ];
  const { stdout, stderr, status } = score("--json", ...files);
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  const [first, ...others] = parse(stdout).map(({ scores }) => scores);
  for (const other of others) assert.deepEqual(other, first);
});

test("reads a WAV file whose metadata before the samples is longer than what is read first, from standard input too", () => {
  const plain = wav([second], 16000);
  const artwork = Buffer.alloc(8 + 600000, 1);
  artwork.write("LIST");
  artwork.writeUInt32LE(artwork.length - 8, 4);
  const after = Buffer.concat([plain.subarray(0, 36), artwork, plain.subarray(36)]);
  const before = Buffer.concat([plain.subarray(0, 12), artwork, plain.subarray(12)]);
  const { stdout, stderr, status } = score("--json", ...[plain, after, before].map((file, i) => put(`${i}.wav`, file)));
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  const [first, ...others] = parse(stdout).map(({ scores }) => scores);
  const piped = [after, before].map((file) => parse(scoreWith(file, "--json", "-").stdout)[0]?.scores);
  for (const other of [...others, ...piped]) assert.deepEqual(other, first);
});

/**
 * A WAV file in a form that may be longer than 4 GB.
 * @param {string} magic
 * @param {Buffer} samples floats, at 16 kHz
 * @param {Buffer} after what follows them
 * @param {boolean} known whether the writer went back to fill the lengths in
 */
function longWav(magic, samples, after, known = true) {
  const unknown = Buffer.alloc(4, 0xff);
  const lengths = Buffer.alloc(36); // the file's, the samples' and theirs in frames; 64 bits each
  lengths.write("ds64");
  lengths.writeUInt32LE(28, 4);
  const format = wav([new Float32Array()], 16000).subarray(12, 36);
  const body = [Buffer.from("WAVE"), lengths, format, Buffer.from("data"), unknown, samples, after];
  if (known) {
    lengths.writeBigUInt64LE(BigInt(Buffer.concat(body).length), 8);
    lengths.writeBigUInt64LE(BigInt(samples.length), 16);
  }
  return Buffer.concat([Buffer.from(magic), unknown, ...body]);
}

test("reads the samples, and no more, of WAV files in the forms that may be longer than 4 GB", () => {
  const plain = wav([second], 16000);
  const samples = plain.subarray(44);
  const none = Buffer.alloc(0);
  const list = Buffer.concat([Buffer.from("LIST\0\xfa\0\0", "latin1"), Buffer.alloc(64000, 1)]);
  const files = [
    put("plain.wav", plain),
    put("rf64.wav", longWav("RF64", samples, list)),
    put("bw64.wav", longWav("BW64", samples, list)),
    put("piped.wav", longWav("RF64", samples, none, false)),
    put("hollow.wav", longWav("RF64", none, list)),
  ];
  const { stdout, stderr, status } = score("--json", ...files);
  assert.match(stderr, /^earful: hollow.wav: .*no audio in it.*\n$/);
  assert.equal(status, 1);
  const [first, ...others] = parse(stdout).map(({ duration, scores }) => ({ duration, scores }));
  assert.deepEqual(others, [first, first, first]);
});

test("names what to install for other formats", () => {
  const { stderr, status } = score(audio("speech.mp3"));
  assert.equal(status, 1);
  assert.match(stderr, /needs two more packages: npm install audio-decode audio-type\n$/);
});
