import './silence-logs.ts';
import { describe, expect, it } from 'vitest';
import type { AwsCall } from '../../associations/common/contract.ts';
import type { Disassociation } from '../../functions/disassociation/disassociation.ts';
import { poll } from '../../functions/poll.ts';
import { start } from '../../functions/start.ts';
import { gone, type Played, providerOf, request } from './provider.ts';
import { invoke } from './wire.ts';

const envelope = request();
const started = () => invoke<unknown, Disassociation>(start(providerOf()), { request: envelope, disassociation: null });
const look = (played: Played, disassociation: Disassociation) =>
  invoke<unknown, Disassociation>(poll(played), { request: envelope, disassociation });

const call = (index: number, mutating = false): AwsCall => ({
  service: 'opensearch',
  operation: mutating ? 'DissociatePackages' : 'ListPackagesForDomain',
  requestId: `r${index}`,
  at: '2026-11-20T15:24:51Z',
  result: 'OK',
  mutating,
});

describe('poll', () => {
  it('polls once, counts it, and keeps the first snapshot', async () => {
    const first = await started();
    const played = providerOf({ poll: gone });
    const second = await look(played, first);
    expect(played.ran.map(({ step }) => step)).toEqual(['poll']);
    expect(second).toMatchObject({ progress: gone, before: first.before, polls: 1, startedAt: first.startedAt });
  });

  it('remembers when the service accepted', async () => {
    const acceptedAt = '2026-11-20T15:24:52.000Z';
    const first = { ...(await started()), acceptedAt };
    expect((await look(providerOf({ poll: gone }), first)).acceptedAt).toBe(acceptedAt);
  });

  it('keeps mutating calls and the first and latest others, and counts all', async () => {
    let made = await started();
    for (let index = 0; index < 100; index += 1) {
      const played = providerOf({
        poll: (runContext) => {
          runContext.calls.push(call(index, index === 50));
          return gone;
        },
      });
      made = await look(played, made);
    }
    expect(made.callCount).toBe(100);
    expect(made.calls.map(({ requestId }) => requestId)).toEqual(
      [...[0, 1, 2, 3, 4, 50], ...Array.from({ length: 20 }, (_, index) => 80 + index)].map((index) => `r${index}`),
    );
  });

  it('truncates a long snapshot, and says how long it was', async () => {
    const snapshot = Array.from({ length: 5000 }, (_, index) => ({ name: `association ${index}` }));
    const { progress } = await look(providerOf({ poll: { ...gone, snapshot } }), await started());
    expect(progress.snapshot).toMatchObject({ truncated: true, bytes: JSON.stringify(snapshot).length });
    expect(JSON.stringify(progress).length).toBeLessThan(64 * 1024);
  });
});
