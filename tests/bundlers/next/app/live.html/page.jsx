"use client";
import { monitor } from "earful/live";
import { useEffect, useState } from "react";

export default function Page() {
  const [label, setLabel] = useState();
  useEffect(() => {
    const { stream } = new AudioContext().createMediaStreamDestination();
    monitor(stream, {}).then((m) => setLabel(m.info.labels[0]));
  }, []);
  return <output>{label}</output>;
}
