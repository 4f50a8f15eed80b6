/** Signals as they are typed, and as they arrive on a bus: the packaged stack plans the offboarding of who leaves. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { ExecutionView } from '../../client/executions/view.ts';
import sample from '../../events/signals/samples/ad-user-disabled.json' with { type: 'json' };
import { err, folder, json, offboard, out, runtime } from './harness.ts';

const AD = 'events/signals/samples/ad-user-disabled.json';
const write = (name: string, value: unknown) => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return join(folder, name);
};
/** Executions of offboardings and signals, newest first. */
async function executions(kind: string): Promise<ExecutionView[]> {
  await runtime.settled();
  expect(await offboard('list', '--kind', kind, '--json')).toBe(0);
  return json<{ executions: ExecutionView[] }>().executions;
}

describe('signals', () => {
  it('lists those that the stage deploys', async () => {
    expect(await offboard('signals', 'list')).toBe(0);
    expect(out).toMatch(/^ad-user-disabled +plan +user +default +enabled/m);
    expect(out).toMatch(/^person-leaving +plan +user +offboard-dev +enabled/m);
    expect(out).not.toContain('okta');
  });

  it('lists when their sources were listed, where they can be', async () => {
    const stateMachineArn = runtime.info().machines.find((arn) => arn.endsWith('-reconcile'));
    const identity = { arn: 'arn:aws:iam::111122223333:user/operator', account: '111122223333', advancesClock: true };
    const input = JSON.stringify({ signal: { name: 'account-departed', list: 'organization-accounts' } });
    await runtime.aws.call('sfn', 'StartExecution', { stateMachineArn, input }, { identity });
    await runtime.settled();
    expect(await offboard('signals', 'list')).toBe(0);
    expect(out).toMatch(/^account-departed +plan +account +default +enabled +2026-11-\S+Z /m);
    expect(out).toMatch(/^identity-center-user-disabled +plan +user +default +enabled +never /m);
    expect(out).toMatch(/^person-leaving +plan +user +offboard-dev +enabled +- /m);
  });

  it('says what an event would become, and starts nothing', async () => {
    expect(await offboard('signals', 'test', AD)).toBe(0);
    expect(out).toMatch(
      /^ad-user-disabled becomes the request signal-ad-user-disabled-[0-9a-f]{24}\nto plan the offboarding of user alice\nas of 2026-11-20T16:22:00Z/,
    );
    expect(await executions('offboard')).toEqual([]);
  });

  it('starts what the rule would start; copies start nothing more, and its requester is the configuration', async () => {
    for (const copy of [1, 2]) expect(await offboard('signals', 'emit', AD), `copy ${copy}`).toBe(0);
    const [plan, ...more] = await executions('offboard');
    expect(more).toEqual([]);
    expect(plan).toMatchObject({
      status: 'SUCCEEDED',
      outcome: 'PLANNED',
      label: 'alice',
      requester: { proof: 'configured' },
    });
    const [copy, first] = (await executions('signal')).filter(({ name }) => name.startsWith('ad-user'));
    expect([first?.status, copy?.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it.each([
    [
      'an event that no signal is of',
      () => write('other.json', { ...sample.event, source: 'aws.ec2' }),
      /no signal of the stack matches[\s\S]*ad-user-disabled/,
    ],
    ['no event', () => write('none.json', { detail: {} }), /holds no event/],
    ['null', () => write('null.json', null), /holds no event/],
    ['no JSON', () => AD.replace('.json', ''), /cannot be read/],
  ])('refuses %s', async (_what, file, message) => {
    expect(await offboard('signals', 'test', file())).toBe(2);
    expect(err).toMatch(message);
  });

  it('says why an event names nobody', async () => {
    const event = { ...sample.event, detail: { ...sample.event.detail, eventID: null } };
    expect(await offboard('signals', 'test', write('nobody.json', { ...event }))).toBe(1);
    expect(err).toContain('Signal ad-user-disabled names no subject, several, or no id of its own');
  });
});

it('PersonLeaving on the stack’s own bus becomes a plan, of a requester who is only claimed', async () => {
  const client = new EventBridgeClient({
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const detail = {
    eventId: 'hr-1',
    occurredAt: '2026-11-20T16:49:58Z',
    person: { username: 'bob' },
    actor: 'dana@example.com',
  };
  const entry = {
    EventBusName: 'offboard-dev',
    Source: 'hr',
    DetailType: 'PersonLeaving',
    Detail: JSON.stringify(detail),
  };
  await client.send(new PutEventsCommand({ Entries: [entry, entry] }));
  client.destroy();
  await expect
    .poll(async () => (await executions('offboard')).filter(({ label }) => label === 'bob'))
    .toMatchObject([
      { status: 'SUCCEEDED', requester: { proof: 'claimed' }, requestedBy: expect.stringMatching(/^[0-9a-f]{16}$/) },
    ]);
  expect(await executions('signal')).toEqual(
    expect.arrayContaining([expect.objectContaining({ label: 'person-leaving' })]),
  );
  // What anybody may say of him does not stand in for what AWS says, though it was as of a later time.
  const requestParameters = { ...sample.event.detail.requestParameters, sAMAccountName: 'bob' };
  const said = { ...sample.event.detail, eventID: 'ad-bob', eventTime: '2026-11-20T16:40:00Z', requestParameters };
  expect(await offboard('signals', 'emit', write('bob.json', { ...sample.event, detail: said }))).toBe(0);
  const ofBob = (await executions('offboard')).filter(({ label }) => label === 'bob');
  expect(ofBob.map(({ requester }) => requester?.proof)).toEqual(['configured', 'claimed']);
});
