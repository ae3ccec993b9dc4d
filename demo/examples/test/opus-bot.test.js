// @ts-check
/** The bot in Node, fed with the packets of a real Opus file. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { BufferSource, EncodedPacketSink, Input, OGG } from "mediabunny";
import { OpusBot } from "../opus-bot.js";

/** @typedef {import("earful").StreamEvent} StreamEvent */

/** @param {string} sample  @returns {Promise<Uint8Array[]>} */
async function packetsOf(sample) {
  const bytes = await readFile(new URL(`../../page/samples/${sample}`, import.meta.url));
  const track = await new Input({ formats: [OGG], source: new BufferSource(bytes) }).getPrimaryAudioTrack();
  assert.ok(track);
  const packets = [];
  for await (const { data } of new EncodedPacketSink(track).packets()) packets.push(data);
  return packets;
}

describe("the Opus bot", () => {
  /** @type {Uint8Array[]} */
  let packets;
  before(async () => {
    packets = await packetsOf("conversation.ogg");
  });

  /** @param {(bot: OpusBot) => void} feed  @returns {Promise<Record<string, StreamEvent[]>>} */
  async function run(feed) {
    /** @type {Record<string, StreamEvent[]>} */
    const heard = { Ash: [], Robin: [] };
    const bot = await OpusBot.start((speaker, event) => heard[speaker]?.push(event));
    await Promise.all([bot.join("Ash"), bot.join("Robin")]);
    feed(bot);
    bot.stop();
    return heard;
  }
  /** @param {StreamEvent[] | undefined} events */
  const utterances = (events = []) => events.filter(({ type }) => type === "utterance");

  test("scores each speaker's utterances, mixed as their packets come", async () => {
    const { Ash, Robin } = await run((bot) => {
      packets.forEach((packet, sequence) => {
        bot.receive("Ash", sequence, packet);
        if (sequence >= 100) bot.receive("Robin", sequence, packets[sequence - 100] ?? packet);
      });
    });
    assert.ok(utterances(Ash).length > 2);
    assert.ok(utterances(Robin).length > 2);
  });

  test("keeps time through lost, repeated and broken packets", async () => {
    const { Ash: whole } = await run((bot) => packets.forEach((packet, i) => bot.receive("Ash", i, packet)));
    const { Ash: lossy } = await run((bot) =>
      packets.forEach((packet, i) => {
        if (i % 20 === 7) return;
        bot.receive("Ash", i, i % 50 === 3 ? new Uint8Array([255]) : packet);
        bot.receive("Ash", i, packet);
      }),
    );
    const end = (/** @type {StreamEvent[] | undefined} */ events) => {
      const last = utterances(events).at(-1);
      return last?.type === "utterance" ? last.end : NaN;
    };
    assert.ok(Math.abs(end(whole) - end(lossy)) < 1, `${end(whole)} and ${end(lossy)}`);
  });
});
