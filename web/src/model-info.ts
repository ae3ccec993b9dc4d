import type { Variant } from "./variant.js";

/** What the file of any model says of itself, and the build that runs it; frozen. */
export interface ModelDescription {
  readonly name: string;
  /** Of the model, not of the package. */
  readonly version: string;
  /** The network's type and sizes. */
  readonly architecture: { readonly type: string; readonly [size: string]: unknown };
  readonly labels: readonly string[];
  /** Per label: score = sigmoid(scale x logit + bias). */
  readonly calibration: Readonly<Record<string, { readonly scale: number; readonly bias: number }>>;
  /** Named sets of thresholds by label; a score at or above its threshold counts. */
  readonly operating_points: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The languages that it is for. */
  readonly languages: readonly string[];
  /** Of the model's weights. */
  readonly licence: string;
  /** Data, commit and recipe in short. */
  readonly training: string;
  readonly self_test: { readonly tolerance: number; readonly scores: Readonly<Record<string, number>> };
  /** The WebAssembly build in use. */
  readonly variant: Variant;
}

/** What the file of a model that hears says of itself. */
export interface ModelInfo extends ModelDescription {
  /** The parameters of the log-mel front end; rates and frequencies in Hz, lengths in samples. */
  readonly features: {
    readonly sample_rate: number;
    readonly frame_length: number;
    readonly hop_length: number;
    readonly filters: number;
    readonly [parameter: string]: unknown;
  };
}
