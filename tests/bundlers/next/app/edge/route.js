import { loadScorer } from "earful";

export const runtime = "edge";

export async function POST(request) {
  const scorer = await loadScorer();
  return Response.json(scorer.score(new Float32Array(await request.arrayBuffer()), 16000).scores);
}
