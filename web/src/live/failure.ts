import { ArgumentError, AudioError, EarfulError, type ErrorCode, LoadError, ModelError } from "../index.js";

/** An error on its way between threads, where it would lose its class. */
export interface Failure {
  name: string;
  code: ErrorCode;
  message: string;
}

const classes: Partial<Record<string, typeof EarfulError>> = { AudioError, LoadError, ModelError };

export function failureOf(error: unknown): Failure {
  if (error instanceof EarfulError) return { name: error.name, code: error.code, message: error.message };
  return { name: "EarfulError", code: "worker_failed", message: `the worker failed: ${String(error)}` };
}

export function errorOf({ name, code, message }: Failure): EarfulError {
  if (name === "ArgumentError") return new ArgumentError(message);
  return new (classes[name] ?? EarfulError)(code, message);
}
