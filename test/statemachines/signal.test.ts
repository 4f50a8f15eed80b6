/** What a signal's event becomes. The samples are events in the shapes that their sources document. */

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compilePattern } from '@offboard/event-pattern';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { offboardingRequested } from '../../events/index.ts';
import { type Signal, signalSchema } from '../../events/signal.ts';
import { type Answer, run } from './machine.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'events', 'signals');
const namesIn = (folder: string) =>
  globSync('*.json', { cwd: folder })
    .map((file) => basename(file, '.json'))
    .sort();
const readFile = (...path: string[]) => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8'));
const names = namesIn(FOLDER);
const signals = names.map((name) => v.parse(signalSchema, readFile(`${name}.json`)));

interface Event {
  detail: Record<string, unknown>;
}
const eventOf = (name: string) => readFile('samples', `${name}.json`).event as Event;
const signalNamed = (name: string) => signals.find((each) => each.name === name) as Signal;

interface Started {
  Name: string;
  Input: { source: string; 'detail-type': string; detail: { metadata: object; data: object } };
}

const ALICE = '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

/** What the identity store answers. */
function name(handed: unknown): Answer {
  const { IdentityStoreId, UserId } = handed as { IdentityStoreId: string; UserId: string };
  if (IdentityStoreId === 'd-9067f7a1b2' && UserId === ALICE) return { ok: { UserId, UserName: 'Alice@example.com' } };
  return { error: 'Identitystore.ResourceNotFoundException', cause: 'USER not found.' };
}

/** What the table of departures was asked to keep, and what it answers. */
const departures: { pk: string; leftAt: number; activeAt: number; proof: string; lesser: string }[] = [];
let departure: Answer = { ok: {} };
function keep(handed: unknown): Answer {
  const { Item, ExpressionAttributeValues: values } = handed as {
    Item: { pk: { S: string }; leftAt: { N: string }; proof: { S: string } };
    ExpressionAttributeValues: { ':activeAt': { N: string }; ':lesser': { S: string } };
  };
  const times = { leftAt: Number(Item.leftAt.N), activeAt: Number(values[':activeAt'].N) };
  departures.push({ pk: Item.pk.S, ...times, proof: Item.proof.S, lesser: values[':lesser'].S });
  return departure;
}
beforeEach(() => {
  departures.length = 0;
  departure = { ok: {} };
});

/** The executions that it starts, and how it ends. */
async function played(signal: Signal, event: unknown, answer: Answer = { ok: { Output: {} } }, test?: true) {
  const started: Started[] = [];
  const { pattern: _, ...mapping } = signal;
  const input = { signal: { ...mapping, mailDomains: ['example.com'] }, event, ...(test && { test }) };
  const { execution, path, transitions } = await run('signal', input, (state, handed) => {
    if (state === 'LookUpName') return name(handed);
    if (state === 'KeepDeparture') return keep(handed);
    started.push(handed as unknown as Started);
    return answer;
  });
  return { execution, path, started, transitions };
}

it('there is a sample of every signal, which says where its shape is known from', () => {
  expect(namesIn(join(FOLDER, 'samples'))).toEqual(names);
  for (const name of names) expect(readFile('samples', `${name}.json`).shape).toMatch(/\w/);
});

describe.each(names)('%s', (name) => {
  it('is matched by its own pattern and by no other', () => {
    const matching = signals.filter(({ pattern }) => compilePattern(pattern)(eventOf(name)));
    expect(matching.map((signal) => signal.name)).toEqual([name]);
  });

  it('becomes one valid request for a plan, of the time at the source', async () => {
    const { execution, started, transitions } = await played(signalNamed(name), eventOf(name));
    expect(execution.status).toBe('SUCCEEDED');
    expect(started).toHaveLength(1);
    const [{ Name, Input }] = started as [Started];
    const { metadata, data } = offboardingRequested.read(Input);
    expect(Name).toBe(metadata.id);
    expect(data.subject).toEqual(
      signalNamed(name).subject.type === 'user'
        ? { type: 'user', id: expect.stringMatching(/^alice$/i) }
        : { type: 'account', id: '444455556666' },
    );
    expect(data.options).toEqual({ mode: 'plan' });
    expect(metadata.timestamp).toMatch(/^2026-11-20T1[56]:\d\d:\d\d/);
    // Where the source has a time of its own.
    const time = (eventOf(name) as { time?: string }).time;
    expect(metadata.timestamp === time).toBe(signalNamed(name).occurredAt.join('.') === 'time');
    expect(transitions).toBeLessThanOrEqual(signalNamed(name).subject.lookUp ? 13 : 10);
  });

  it('without its subject names nobody, and fails', async () => {
    const { at } = signalNamed(name).subject;
    const event = structuredClone(eventOf(name));
    const parent = at
      .slice(0, -1)
      .reduce((node, key) => node[key] as Record<string, unknown>, event as unknown as Record<string, unknown>);
    delete parent[at.at(-1) as string];
    const { execution, started } = await played(signalNamed(name), event);
    expect(started).toEqual([]);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'NOBODY_NAMED' });
  });
});

const okta = (target: object[], actor: object = { id: '00u2' }) => ({
  ...eventOf('okta-user-deactivated'),
  detail: { uuid: 'u-1', published: '2026-11-20T16:39:58.862Z', actor, target },
});
const subjectOf = async (event: unknown, name = 'okta-user-deactivated') => {
  const { started } = await played(signalNamed(name), event);
  return (started[0]?.Input.detail.data as { subject?: { id: string } } | undefined)?.subject?.id;
};

describe('a subject', () => {
  it.each([
    ['an address of a configured domain', 'Alice@Example.com', 'Alice'],
    ['an address of another domain', 'alice@contractor.example', 'alice@contractor.example'],
    ['a name without a domain', 'alice', 'alice'],
    ['nothing but a domain', '@example.com', undefined],
    ['blanks', '  ', undefined],
    ['a masked name', 'HIDDEN_DUE_TO_SECURITY_REASONS', undefined],
    ['a text of 257 characters', 'a'.repeat(257), undefined],
  ])('from %s', async (_what, alternateId, expected) => {
    expect(
      await subjectOf(
        okta([
          { type: 'AppUser', alternateId: 'x' },
          { type: 'User', alternateId },
        ]),
      ),
    ).toBe(expected);
  });

  it('is never one of two', async () => {
    const two = [
      { type: 'User', alternateId: 'alice' },
      { type: 'User', alternateId: 'bob' },
    ];
    expect(await subjectOf(okta(two))).toBeUndefined();
    expect(await subjectOf(okta([two[0] as object, two[0] as object]))).toBe('alice');
  });
});

describe('a subject that is looked up', () => {
  const signal = signalNamed('identity-center-user-disabled');
  const disabled = (userId: unknown) => {
    const event = eventOf('identity-center-user-disabled');
    const requestParameters = { identityStoreId: 'd-9067f7a1b2', userId };
    return { ...event, detail: { ...event.detail, requestParameters } };
  };

  it('has the name that the identity store has', async () => {
    const { started, path } = await played(signal, disabled(ALICE));
    expect(started[0]?.Input.detail.data).toMatchObject({ subject: { type: 'user', id: 'Alice' } });
    expect(path.filter((state) => state === 'LookUpName')).toHaveLength(1);
  });

  it('was deleted: the execution fails as the identity store says', async () => {
    const { execution, started } = await played(signal, disabled('somebody'));
    expect(started).toEqual([]);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Identitystore.ResourceNotFoundException' });
  });

  it.each([undefined, '', 'HIDDEN_DUE_TO_SECURITY_REASONS'])('is not asked for without an id: %j', async (id) => {
    const { execution, path } = await played(signal, disabled(id));
    expect(execution).toMatchObject({ status: 'FAILED', error: 'NOBODY_NAMED' });
    expect(path).not.toContain('LookUpName');
  });
});

describe('a requester', () => {
  const requesterOf = async (id: unknown) => {
    const { started } = await played(
      signalNamed('okta-user-deactivated'),
      okta([{ type: 'User', alternateId: 'alice' }], { id }),
    );
    const { requestedBy } = (started[0]?.Input.detail.metadata ?? {}) as { requestedBy?: string };
    return requestedBy;
  };

  it.each([
    ['an id', '00u2exampleDANA0001d6', /^okta\/00u2exampleDANA0001d6$/],
    ['an address, by its hash alone', 'dana@example.com', /^okta\/[0-9a-f]{16}$/],
    ['nobody', undefined, /^signal okta-user-deactivated$/],
    ['no text', { id: 1 }, /^signal okta-user-deactivated$/],
  ])('is %s', async (_what, id, expected) => expect(await requesterOf(id)).toMatch(expected));
});

describe('a request', () => {
  const idOf = async (name: string, event: unknown) => (await played(signalNamed(name), event)).started[0]?.Name;

  it('has the id of every copy, and another for every other event of the source', async () => {
    const event = eventOf('ad-user-disabled');
    const id = await idOf('ad-user-disabled', event);
    expect(await idOf('ad-user-disabled', { ...event, id: 'another', time: '2026-11-21T00:00:00Z' })).toBe(id);
    expect(await idOf('ad-user-disabled', { ...event, detail: { ...event.detail, eventID: 'c0' } })).not.toBe(id);
  });

  it('is one for all that says that an account leaves, on one day', async () => {
    const [departed, closing] = [eventOf('account-departed'), eventOf('account-closing')];
    const id = await idOf('account-departed', departed);
    expect(await idOf('account-closing', closing)).toBe(id);
    const later = { ...closing, detail: { ...closing.detail, eventTime: '2026-11-21T00:00:00Z' } };
    expect(await idOf('account-closing', later)).not.toBe(id);
  });

  it.each([['Mar 18, 2022 6:16:58 PM'], [undefined], [5]])(
    'of a time such as %j has the time of the event',
    async (published) => {
      const event = okta([{ type: 'User', alternateId: 'alice' }]);
      const { started } = await played(signalNamed('okta-user-deactivated'), {
        ...event,
        detail: { ...event.detail, published },
      });
      expect(started[0]?.Input.detail.metadata).toMatchObject({ timestamp: '2026-11-20T16:40:02Z' });
    },
  );

  it('without an id at the source is not made: copies could not be told', async () => {
    const event = eventOf('ad-user-disabled');
    const { execution } = await played(signalNamed('ad-user-disabled'), {
      ...event,
      detail: { ...event.detail, eventID: undefined },
    });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'NOBODY_NAMED' });
  });
});

it('a copy joins, and an offboarding that fails fails it', async () => {
  const error = (name: string, cause: string) => ({ error: name, cause });
  const copy = await played(
    signalNamed('ad-user-disabled'),
    eventOf('ad-user-disabled'),
    error('StepFunctions.ExecutionAlreadyExistsException', 'Execution Already Exists'),
  );
  expect(copy.execution).toMatchObject({ status: 'SUCCEEDED', output: { joined: copy.started[0]?.Name } });
  const cause = JSON.stringify({ Error: 'GUARDRAIL', Cause: 'too many' });
  const failed = await played(
    signalNamed('ad-user-disabled'),
    eventOf('ad-user-disabled'),
    error('States.TaskFailed', cause),
  );
  expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'GUARDRAIL', cause: 'too many' });
});

describe('a departure', () => {
  const AD = 'ad-user-disabled';
  // The clock of these tests is behind the samples.
  const occurred = '2026-11-20T15:00:00Z';
  const time = Date.parse(occurred);
  const adEvent = { ...eventOf(AD), detail: { ...eventOf(AD).detail, eventTime: occurred } };
  const hrEvent = {
    ...eventOf('person-leaving'),
    detail: { ...eventOf('person-leaving').detail, occurredAt: occurred },
  };

  it('is kept with its time, by whoever it is about', async () => {
    await played(signalNamed(AD), adEvent);
    await played({ ...signalNamed('person-leaving'), bus: 'offboard-dev' as 'offboard' }, hrEvent);
    const [first, second] = departures;
    const pk = expect.stringMatching(/^departure#[0-9a-f]{64}$/);
    expect(first).toEqual({ pk, leftAt: time, activeAt: time, proof: 'configured', lesser: 'claimed' });
    expect(second).toMatchObject({ pk: first?.pk, proof: 'claimed', lesser: 'none' });
  });

  it('that is known, as late or later, starts nothing', async () => {
    departure = { error: 'DynamoDb.ConditionalCheckFailedException' };
    const { execution, started } = await played(signalNamed(AD), adEvent);
    expect(started).toEqual([]);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { joined: expect.stringMatching(/^signal-ad-/) } });
  });

  it('ahead of time is not kept, and its request is rejected for it', async () => {
    const event = { ...eventOf(AD), detail: { ...eventOf(AD).detail, eventTime: '2106-01-01T00:00:00Z' } };
    const { started } = await played(signalNamed(AD), event);
    expect(departures).toEqual([]);
    expect(started[0]?.Input.detail.metadata).toMatchObject({ timestamp: '2106-01-01T00:00:00Z' });
  });

  it('that a list has found is asked for as a signal would, as of the list', async () => {
    const { pattern: _, ...mapping } = signalNamed('identity-center-user-disabled');
    const found = { name: 'Alice@example.com', activeAt: '2026-11-19T06:00:00Z', foundAt: '2026-11-20T06:00:00Z' };
    const started: Started[] = [];
    const input = { signal: { ...mapping, mailDomains: ['example.com'] }, departure: found };
    const { execution, path } = await run('signal', input, (state, handed) => {
      if (state === 'KeepDeparture') return keep(handed);
      started.push(handed as unknown as Started);
      return { ok: { Output: {} } };
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(path).not.toContain('LookUpName');
    const { metadata, data } = offboardingRequested.read((started[0] as Started).Input);
    expect(data).toEqual({ subject: { type: 'user', id: 'Alice' }, options: { mode: 'plan' } });
    expect(metadata).toMatchObject({ timestamp: found.foundAt, requestedBy: 'signal identity-center-user-disabled' });
    expect(departures).toMatchObject([{ leftAt: Date.parse(found.foundAt), activeAt: Date.parse(found.activeAt) }]);
  });
});

it('a test starts nothing, and ends with the request', async () => {
  const { execution, started } = await played(
    signalNamed('person-leaving'),
    eventOf('person-leaving'),
    undefined,
    true,
  );
  expect(started).toEqual([]);
  expect(execution.output).toMatchObject({
    metadata: { requestedBy: 'dana' },
    data: { subject: { type: 'user', id: 'alice' } },
  });
});

it('a description that EventBridge would take for a variable is refused', () => {
  const file = readFile('person-leaving.json');
  expect(v.is(signalSchema, { ...file, description: 'A person <leaves>' })).toBe(false);
  expect(v.is(signalSchema, file)).toBe(true);
});
