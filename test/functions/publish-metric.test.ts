/** What the alarm of offboardings counts. */

process.env.POWERTOOLS_DEV = 'true';
process.env.POWERTOOLS_METRICS_DISABLED = 'false';
process.env.POWERTOOLS_SERVICE_NAME = 'offboard-dev';
process.env.BUS_NAME = 'offboard-dev';

import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { offboardingFailed, offboardingRejected } from '../../events/index.ts';
import { request } from './provider.ts';
import { invoke, wire } from './wire.ts';

const aws = await wire(() => ({ body: { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } }));
const { handler } = await import('../../functions/publish.ts');

afterAll(() => aws[Symbol.asyncDispose]());
afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  [offboardingFailed, [{ OffboardingFailed: 1, kind: 'offboard', service: 'offboard-dev' }]],
  [offboardingRejected, []],
])('$detailType counts', async ({ detailType, sample }, counted) => {
  const lines: Record<string, unknown>[] = [];
  for (const method of ['info', 'log'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  }
  const { data } = sample.detail as { data: Record<string, unknown> };
  await invoke(handler, { request: request(), detailType, data });
  expect(lines.filter((line) => '_aws' in line)).toEqual(counted.map((metric) => expect.objectContaining(metric)));
});
