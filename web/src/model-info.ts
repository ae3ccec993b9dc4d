import type { Variant } from "./variant.js";

/** What the file of any model says of itself, and the build that runs it. */
export interface ModelDescription {
  name: string;
  /** Of the model, not of the package. */
  version: string;
  /** The network's type and sizes. */
  architecture: { type: string; [size: string]: unknown };
  labels: string[];
  /** Per label: score = sigmoid(scale x logit + bias). */
  calibration: Record<string, { scale: number; bias: number }>;
  /** Named sets of thresholds by label; a score at or above its threshold counts. */
  operating_points: Record<string, Record<string, number>>;
  /** The languages that it was trained on. */
  languages: string[];
  /** Of the model's weights. */
  licence: string;
  /** Data, commit and recipe in short. */
  training: string;
  self_test: { tolerance: number; scores: Record<string, number> };
  /** The WebAssembly build in use. */
  variant: Variant;
}

/** What the file of a model that hears says of itself. */
export interface ModelInfo extends ModelDescription {
  /** The parameters of the log-mel front end; rates and frequencies in Hz, lengths in samples. */
  features: {
    sample_rate: number;
    frame_length: number;
    hop_length: number;
    filters: number;
    [parameter: string]: unknown;
  };
}
