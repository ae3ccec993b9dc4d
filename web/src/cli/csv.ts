import type { ClipScores } from "earful";

/** The names of the columns; labels are the model's. */
export function csvHead(labels: readonly string[]): string {
  return row(["file", "duration", "model", ...labels]);
}

/** One file: its length in seconds and the score of each label. */
export function csvLine(file: string, { duration, scores }: ClipScores, model: string): string {
  return row([file, duration, model, ...Object.values(scores)]);
}

// As RFC 4180 has it, but for the line's end, which is this system's own.
function row(cells: (string | number)[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(",")}\n`;
}
