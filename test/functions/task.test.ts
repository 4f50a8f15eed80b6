process.env.POWERTOOLS_DEV = 'true';
process.env.POWERTOOLS_METRICS_DISABLED = 'false';
process.env.POWERTOOLS_SERVICE_NAME = 'offboard-dev';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { providerOf, request } from './provider.ts';
import { invoke } from './wire.ts';

const { start } = await import('../../functions/start.ts');

let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  for (const method of ['info', 'error', 'warn', 'log'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

const run = (played: ReturnType<typeof providerOf>, envelope = request({}, { requestedBy: 'dana' })) =>
  invoke(start(played), { request: envelope, disassociation: null });

const messages = () => lines.flatMap(({ message }) => message ?? []);

describe('what a function says', () => {
  it('is one line in, one out, both with the correlation id', async () => {
    const envelope = request({}, { correlationId: 'case-7' });
    await run(providerOf(), envelope);
    expect(messages()).toEqual(['start opensearch-packages begins', 'start opensearch-packages ends']);
    expect(lines.filter(({ message }) => message).map(({ correlation_id: id }) => id)).toEqual(['case-7', 'case-7']);
  });

  it('is one line on error, under the name the state machine sees', async () => {
    const played = providerOf({
      start: () => {
        throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      },
    });
    await expect(run(played)).rejects.toThrow('Rate exceeded');
    expect(messages()).toEqual(['start opensearch-packages begins', 'start opensearch-packages fails']);
    expect(lines.at(-1)).toMatchObject({ level: 'ERROR', error: { name: 'Throttled' } });
  });

  it('counts each request once, by kind', async () => {
    await run(providerOf());
    expect(lines.filter((line) => '_aws' in line)).toEqual([
      expect.objectContaining({ Requested: 1, kind: 'opensearch-packages', service: 'offboard-dev' }),
    ]);
  });

  it('names no person and no target', async () => {
    await run(providerOf());
    expect(JSON.stringify(lines)).not.toMatch(/dana|domainName|packageIds/);
  });
});
