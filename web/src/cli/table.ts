import type { ClipScores } from "earful";
import { clock } from "./clock.js";

const BAR = 20; // cells

/** A table whose columns are known before the first row is, so that each file's rows can be printed when it is done. */
export class Table {
  readonly #columns: { title: string; width: number; right?: boolean }[];

  constructor(files: string[], labels: readonly string[]) {
    this.#columns = [
      { title: "file", width: widest(["file", ...files.map(printable)]) },
      { title: "length", width: 8, right: true },
      { title: "label", width: widest(["label", ...labels]) },
      { title: "score", width: 6 + BAR },
      { title: "highest at", width: 0 },
    ];
  }

  head(): string {
    return this.#row(this.#columns.map(({ title }) => title));
  }

  /** A row for each label. */
  rows(file: string, clip: ClipScores): string {
    return Object.entries(clip.scores)
      .map(([label, score], i) =>
        this.#row([
          i ? "" : printable(file),
          i ? "" : length(clip.duration),
          label,
          bar(score),
          highestAt(clip, label),
        ]),
      )
      .join("");
  }

  #row(cells: string[]): string {
    const padded = this.#columns.map(({ width, right }, i) => {
      const cell = cells[i] ?? "";
      const space = " ".repeat(Math.max(0, width - displayWidth(cell)));
      return right ? space + cell : cell + space;
    });
    return `${padded.join("  ").trimEnd()}\n`;
  }
}

function length(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : clock(seconds);
}

function bar(score: number): string {
  const eighths = Math.round(score * BAR * 8);
  const rest = eighths % 8;
  return `${score.toFixed(2)}  ${"█".repeat(Math.floor(eighths / 8))}${rest ? (" ▏▎▍▌▋▊▉"[rest] ?? "") : ""}`;
}

// Where only one window is, the whole file is it.
function highestAt({ windows }: ClipScores, label: string): string {
  if (windows.length < 2) return "";
  const score = (i: number) => windows[i]?.scores[label] ?? 0;
  const best = windows.reduce((top, _, i) => (score(i) > score(top) ? i : top), 0);
  return `${clock(windows[best]?.start ?? 0)}-${clock(windows[best]?.end ?? 0)}`;
}

/** The name with what would break a line or command the terminal made visible. */
export function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, "\u{fffd}");
}

const segmenter = new Intl.Segmenter(); // to make one takes longer than to use it

// Chinese, Japanese and Korean characters and most emoji take two cells; combining marks take none.
function displayWidth(text: string): number {
  const wide =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]|\p{Emoji_Presentation}/u;
  return [...segmenter.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}

function widest(texts: string[]): number {
  return texts.reduce((width, text) => Math.max(width, displayWidth(text)), 0);
}
