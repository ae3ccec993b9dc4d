"use client";
import { loadScorer } from "earful";
import { useEffect, useState } from "react";

export default function Page() {
  const [score, setScore] = useState();
  useEffect(() => {
    toxicity("clip.wav").then(setScore);
  }, []);
  return <output>{score}</output>;
}

async function toxicity(url) {
  const scorer = await loadScorer();
  const file = await fetch(url);
  const audio = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(await file.arrayBuffer());
  return scorer.score(audio.getChannelData(0), audio.sampleRate).scores.toxic;
}
