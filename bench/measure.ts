/** A measurement: what is measured, how, and the figures. One file a measurement; the registry is bench/index.ts. */

export interface Figures {
  /** Table rows, each a record of column -> figure or word. */
  rows: Readonly<Record<string, string | number>>[];
}

export interface Measurement {
  /** What is measured, and against what, in a sentence that stands beside the figures. */
  method: string;
  run(trial: { seed: number; note(line: string): void }): Promise<Figures>;
}
