/** What is measured: one line a measurement. */

import { approval } from './approval.ts';
import { bundles } from './bundles.ts';
import { console } from './console.ts';
import { engine } from './engine.ts';
import { events } from './events.ts';
import { executions } from './executions.ts';
import { firstHour } from './first-hour.ts';
import type { Measurement } from './measure.ts';
import { memory } from './memory.ts';
import { offboardingMemory } from './offboarding-memory.ts';
import { pace } from './pace.ts';
import { ready } from './ready.ts';

export const measurements = {
  'first-hour': firstHour,
  ready,
  executions,
  events,
  engine,
  memory,
  'offboarding-memory': offboardingMemory,
  approval,
  pace,
  bundles,
  console,
} as const satisfies Record<string, Measurement>;

export type MeasurementName = keyof typeof measurements;
