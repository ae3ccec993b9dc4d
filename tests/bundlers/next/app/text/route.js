import { loadTextScorer } from "earful";

export const runtime = "edge";

export async function POST(request) {
  const scorer = await loadTextScorer({ model: new URL("text.safetensors", import.meta.url) });
  return Response.json(scorer.score(await request.text()).scores);
}
