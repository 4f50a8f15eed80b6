import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { atRates, documentedRates } from '../../cli/here/rates.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z') }));

afterEach(() => void vi.useRealTimers());

const request = { method: 'GET', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) };
const TOYS = { service: 'toys', signingName: 'toy', account: '111122223333', region: 'us-east-1' };

it('spaces the calls of a service in an account and Region, and of no other', async () => {
  const sent: string[] = [];
  const send = atRates(
    async (_, { account }) => {
      sent.push(account);
      return { status: 200, headers: {}, body: '' };
    },
    new Map([['toy', 10]]),
  );
  for (let call = 0; call < 5; call++) void send(request, TOYS);
  void send(request, { ...TOYS, account: '222233334444' });
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual(['111122223333', '222233334444']);
  await vi.advanceTimersByTimeAsync(300);
  expect(sent).toHaveLength(5);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toHaveLength(6);
});

it('holds the rates that the kinds name', () => {
  expect(Object.fromEntries(documentedRates())).toMatchObject({ codeartifact: 100, 'payment-cryptography': 5 });
});
