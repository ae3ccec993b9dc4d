import { printable } from "./table.js";

const BAR = 24; // cells
const PAUSE = 50; // ms between two pictures

/** A bar on the terminal that a person watches; nothing where standard error is none. */
export class Progress {
  readonly #files: string[];
  /** Of the files in hand, how much has been read. */
  readonly #parts = new Map<number, number>();
  #done = 0;
  #drawn = -Infinity;

  constructor(files: string[]) {
    this.#files = files;
  }

  update(index: number, part = 0): void {
    this.#parts.set(index, part);
    if (performance.now() - this.#drawn > PAUSE) this.#draw(index);
  }

  finish(index: number): void {
    this.#parts.delete(index);
    this.#done += 1;
    this.#draw(index);
  }

  /** Makes room for other lines. */
  clear(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    this.#drawn = -Infinity;
  }

  #draw(index: number): void {
    if (!process.stderr.isTTY) return;
    const all = this.#files.length;
    const part = (this.#done + [...this.#parts.values()].reduce((sum, part) => sum + part, 0)) / all;
    const cells = Math.round(part * BAR);
    const bar = "█".repeat(cells) + "░".repeat(BAR - cells);
    const name = printable(this.#files[index] ?? "");
    const line = `${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${this.#done} of ${all}  ${name}`;
    process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
    this.#drawn = performance.now();
  }
}
