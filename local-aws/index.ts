/** AWS on this machine: starts it, and what its caller needs to know of it. */

export type { Identity } from './core/aws.ts';
export type { Clock, ClockMode } from './core/clock.ts';
export { checkFault, type FaultSpec } from './core/faults.ts';
export type { Refusal } from './iam/iam.ts';
export { type About, type Runtime, type RuntimeOptions, startRuntime } from './runtime.ts';
export * from './stack/index.ts';
