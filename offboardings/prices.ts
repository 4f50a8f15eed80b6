/** What AWS charges for a stack's work, counted by the calls that it makes. */

/** us-east-1, US dollars, 2026. */
export const PRICES = {
  /** A state transition of a standard workflow. */
  transition: 0.025 / 1_000,
  /** A request to Lambda, and a GB-second on Graviton. */
  invocation: 0.2 / 1_000_000,
  gigabyteSecond: 0.0000133334,
  /** PUT, COPY, POST and LIST; GET and HEAD. */
  put: 0.005 / 1_000,
  get: 0.0004 / 1_000,
  /** A request with an RSA_2048 key. */
  kms: 0.03 / 10_000,
  /** On demand, of a KB written and of 4 KB read. */
  writeUnit: 0.625 / 1_000_000,
  readUnit: 0.125 / 1_000_000,
  event: 1 / 1_000_000,
  logGigabyte: 0.5,
  trace: 5 / 1_000_000,
} as const;

/** Assumed: a function of 256 MB runs so long, and it and Lambda's own records of it write so much. */
export const SECONDS_PER_INVOCATION = 0.3;
const GIGABYTES = 0.25;
const LOG_BYTES = 1_500;

/** US dollars of one invocation, apart by part. */
export const PER_INVOCATION = {
  lambda: PRICES.invocation + SECONDS_PER_INVOCATION * GIGABYTES * PRICES.gigabyteSecond,
  logs: (LOG_BYTES * PRICES.logGigabyte) / 10 ** 9,
  traces: PRICES.trace,
} as const;
