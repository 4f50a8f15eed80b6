/** Requests whose answers could be larger than an event or a state: each has exactly one answer, and that fits. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { associations } from '../../associations/registry.ts';
import { newMetadata } from '../../events/index.ts';
import { asPackaged, type Heard, Stack } from './stack.ts';

const KIND = 'codeartifact-external-connection';
const PACKAGES = 'opensearch-packages';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start({ alter: asPackaged });
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

const target = associations[KIND].target.example;
const OFFBOARDING = { detailType: 'OffboardingRequested' };

/** So many bytes of an entry, of which PutEvents takes 256 KiB: its detail, source and detail-type. */
function filled(bytes: number, data: (text: string) => object, character = 'x'): object {
  const metadata = { ...newMetadata({ timestamp: new Date(stack.runtime.clock.now()).toISOString() }) };
  const empty =
    Buffer.byteLength(JSON.stringify({ metadata, data: data('') })) + 'test'.length + 'DisassociationRequested'.length;
  return data(character.repeat(Math.floor((bytes - empty) / Buffer.byteLength(character))));
}

async function oneAnswer(id: string): Promise<Heard> {
  const answer = await stack.answerTo(id);
  await stack.runtime.settled();
  const all = stack.answersTo(id);
  expect(all.map((heard) => heard['detail-type'])).toEqual([answer['detail-type']]);
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(128 * 1024);
  return answer;
}

describe('a single request', () => {
  it.each<[string, () => object]>([
    [
      '20,000 bad ids',
      () => ({
        association: PACKAGES,
        target: { domainName: 'movies', packageIds: Array.from({ length: 20_000 }, (_, index) => `b${index}`) },
      }),
    ],
    [
      '1,000 bad ids',
      () => ({
        association: PACKAGES,
        target: { domainName: 'movies', packageIds: Array.from({ length: 1000 }, (_, index) => `b${index}`) },
      }),
    ],
    ['a field of 30 KB', () => ({ association: KIND, target, ['y'.repeat(30_000)]: 1 })],
    ['255 KB', () => filled(255 * 1024, (text) => ({ association: KIND, target, text }))],
    ['256 KiB less its envelope', () => filled(256 * 1024 - 220, (text) => ({ association: KIND, target, text }))],
    ['255 KB of accents', () => filled(255 * 1024, (text) => ({ association: KIND, target, text }), 'é')],
    ['an unknown kind of 200 KB', () => ({ association: 'z'.repeat(200 * 1024) })],
  ])('with %s is rejected', async (_, data) => {
    const answer = await oneAnswer(await stack.ask(data() as Record<string, unknown>));
    expect(answer['detail-type']).toBe('DisassociationRejected');
    expect(answer.detail.data.problems?.length).toBeLessThanOrEqual(51);
  });
});

describe('a request that no state machine takes', () => {
  it.each([
    ['DisassociationRequested', 'DisassociationRejected', 256 * 1024 - 60],
    ['DisassociationRequested', 'DisassociationRejected', 600 * 1024],
    ['OffboardingRequested', 'OffboardingRejected', 600 * 1024],
  ])('%s is answered by the hourly sweep: %s, %i bytes', async (detailType, rejected, bytes) => {
    const data = filled(bytes, (text) => ({ association: KIND, target, text })) as Record<string, unknown>;
    const id = await stack.ask(data, { detailType });
    await stack.runtime.settled();
    expect(stack.answersTo(id)).toEqual([]);
    for (const _ of ['the first hour', 'the second']) await stack.runtime.clock.advance(3_600_000);
    const answer = await oneAnswer(id);
    expect(answer['detail-type']).toBe(rejected);
    expect(JSON.stringify(answer.detail.data)).toContain('detail must be shorter');
  });
});

describe('an offboarding', () => {
  it.each<[string, () => object]>([
    ['2,500 empty associations', () => ({ associations: Array.from({ length: 2500 }, () => ({})) })],
    [
      '20,000 bad kinds',
      () => ({
        subject: { type: 'repository', id: 'web' },
        options: { kinds: Array.from({ length: 20_000 }, () => 'x') },
      }),
    ],
    ['255 KB', () => filled(255 * 1024, (text) => ({ subject: { type: 'repository', id: text } }))],
    ['100 KB of accents', () => filled(100 * 1024, (text) => ({ subject: { type: 'repository', id: text } }), 'é')],
    [
      'another plan’s id of 100 KB',
      () =>
        filled(100 * 1024, (text) => ({
          subject: { type: 'repository', id: 'jobs' },
          options: { mode: 'apply', planId: text },
        })),
    ],
  ])('with %s is rejected', async (_, data) => {
    const answer = await oneAnswer(await stack.ask(data() as Record<string, unknown>, OFFBOARDING));
    expect(answer['detail-type']).toBe('OffboardingRejected');
  });

  it.each([
    ['could be handed to no task, is answered by the reporter', 240, 'OffboardingFailed'],
    ['could be handed to one task alone, is rejected', 400, 'OffboardingRejected'],
  ])('that %s', async (_, less, detailType) => {
    const data = filled(256 * 1024 - less, (text) => ({ subject: { type: 'repository', id: text } }));
    const answer = await oneAnswer(await stack.ask(data as Record<string, unknown>, OFFBOARDING));
    expect(answer['detail-type']).toBe(detailType);
  });
});
