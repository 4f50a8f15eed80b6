/** The limit of single requests: it holds for a flood, and what is invalid takes nothing of it. */

import { listAssociations } from '@offboard/local-aws/simulation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { Stack } from './stack.ts';

const KIND = 'codeartifact-external-connection';
const FLOOD = 60;
const LIMIT = 25;
const HOUR_MS = 3_600_000;

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start({
    size: FLOOD * kinds.length,
    simulation: { accounts: 1, regions: 1 },
    environment: { PROTECTED_NAMES: '*/vault/**' },
  });
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

/** Requests for so many associations that there are. */
const requests = (count: number) =>
  listAssociations(stack.runtime.cloud)
    .filter(({ kind, account, region }) => kind === KIND && account === HOME.account && region === HOME.region)
    .slice(0, count)
    .map(({ target }) => ({ association: KIND, target }));

it('60 requests at once end 25 associations, and the others are told when there is room again', async () => {
  const wanted = requests(FLOOD);
  expect(wanted).toHaveLength(FLOOD);
  const ids = await Promise.all(wanted.map((data) => stack.ask(data)));
  const answers = await Promise.all(ids.map((id) => stack.answerTo(id)));
  await stack.runtime.settled();
  const outcomes = Map.groupBy(answers, ({ detail: { data } }) => data.error ?? data.outcome);
  expect(outcomes.get('DISASSOCIATED')).toHaveLength(LIMIT);
  expect(outcomes.get('LIMIT')).toHaveLength(FLOOD - LIMIT);
  const effects = stack.runtime.cloud.effects.list().filter(({ effect }) => effect.startsWith('disassociat'));
  expect(new Set(effects.map(({ key }) => key)).size).toBe(LIMIT);
  for (const id of ids) expect(stack.answersTo(id)).toHaveLength(1);
});

it('invalid and protected requests take no room of others', async () => {
  await stack.runtime.clock.advance(2 * HOUR_MS);
  const target = {
    domain: 'vault',
    domainOwner: '111122223333',
    repository: 'web',
    externalConnection: 'public:npmjs',
  };
  const refused = [
    ...Array.from({ length: 15 }, (_, index) => ({ association: KIND, target: { ...target, repository: `${index}` } })),
    ...Array.from({ length: 15 }, (_, index) => ({
      association: KIND,
      target: { ...target, repository: `web-${index}` },
    })),
  ];
  const errors = await Promise.all(
    refused.map(async (data) => (await stack.answerTo(await stack.ask(data))).detail.data.error),
  );
  expect(new Set(errors)).toEqual(new Set(['INVALID', 'PROTECTED']));
  const valid = requests(LIMIT);
  const answers = await Promise.all(valid.map(async (data) => stack.answerTo(await stack.ask(data))));
  expect(new Set(answers.map(({ detail }) => detail.data.error))).toEqual(new Set([undefined]));
});
