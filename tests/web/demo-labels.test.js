// @ts-check
/** What the demo says of labels, without a page. */
import { describe, test } from "node:test";
import { assert } from "chai";
import { describeLabel, leadingLabel, operatingPointsReached } from "../../demo/page/labels.js";
import { verdict } from "../../demo/page/score-view.js";

const info = /** @type {import("../../demo/page/score-view.js").Judged} */ ({
  labels: ["toxic", "heated"],
  operating_points: /** @type {Record<string, Record<string, number>>} */ ({
    strict: { toxic: 0.5, heated: 0.4 },
    balanced: { toxic: 0.7, heated: 0.8 },
  }),
});

describe("the demo's words for labels", () => {
  test("explain a heated voice by its sound, not by what was said", () => {
    const { name, meaning } = describeLabel("heated");
    assert.equal(name, "Heated");
    assert.match(meaning, /An angry or shouting voice, whatever the words/);
  });

  test("make a name of a label that they do not know", () => {
    assert.deepEqual(describeLabel("sexually_explicit"), { name: "Sexually explicit", meaning: "" });
  });

  test("let the label speak for a clip that most operating points flag, whatever the others score", () => {
    assert.equal(leadingLabel(info, { toxic: 0.69, heated: 0.3 }), "toxic");
    assert.equal(leadingLabel(info, { toxic: 0.49, heated: 0.45 }), "heated");
    assert.equal(leadingLabel(info, { toxic: 0.75, heated: 0.79 }), "toxic");
    assert.equal(leadingLabel(info, { toxic: 0.1, heated: 0.2 }), "heated");
    assert.deepEqual(operatingPointsReached(info, "heated", 0.45), ["strict"]);
  });

  test("name each label that is flagged, and where, and otherwise the highest", () => {
    assert.equal(
      verdict(info, { toxic: 0.6, heated: 0.9 }),
      "Toxic 60%, flagged at strict. Heated 90%, flagged at strict and balanced.",
    );
    assert.equal(verdict(info, { toxic: 0.6, heated: 0.1 }), "Toxic 60%, flagged at strict.");
    assert.equal(verdict(info, { toxic: 0.2, heated: 0.1 }), "Toxic 20%. No operating point would flag it.");
  });
});
