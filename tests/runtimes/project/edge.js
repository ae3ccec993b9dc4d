/** A worker at the edge: answers a posted clip with its scores; asked for anything else, it runs the tests. */
import * as earful from "earful";
import { everywhere } from "./everywhere.js";
import vector from "./vector.js";

/** @type {Promise<earful.Scorer> | undefined} */
let scorer;

export default {
  /** @param {Request} request */
  async fetch(request) {
    if (request.method !== "POST") return Response.json(await everywhere(earful, vector));
    const loaded = await (scorer ??= earful.loadScorer());
    return Response.json(loaded.score(new Float32Array(await request.arrayBuffer()), vector.sampleRate));
  },
};
