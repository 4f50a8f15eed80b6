import { describe, expect, it } from 'vitest';
import { associations } from '../../associations/registry.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import {
  batchesOf,
  byPlace,
  executionName,
  hasMarkedContent,
  isItemRequest,
  turnsOf,
} from '../../offboardings/apply.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, page, pluginOf, request, team } from './found.ts';

const options = { now: new Date('2026-11-20T17:00:00Z'), run: 'run1', account: '111122223333', region: 'us-east-1' };
const plan = makePlan(
  request(),
  [page([connection('web'), connection('api'), pluginOf('music', 'pkg-a1'), team()])],
  MADE,
);
const phases = batchesOf(plan, options);

function vpcOf(hostedZoneId: string, number: number) {
  const target = { hostedZoneId, vpcId: `vpc-0000000${number}`, vpcRegion: 'us-east-1' };
  return connection('unused', { kind: 'route53-vpc-association', target });
}

describe('batches', () => {
  it('are one a kind, side by side, and the team’s comes last', () => {
    expect(phases.map((batches) => batches.map(({ kind, itemExecutions }) => [kind, itemExecutions.length]))).toEqual([
      [
        ['opensearch-packages', 1],
        ['codeartifact-external-connection', 2],
      ],
      [['payment-cryptography-mpa-team', 1]],
    ]);
  });

  it('have as many at once as their service bears', () => {
    for (const { kind, maxConcurrency } of phases.flat())
      expect(maxConcurrency).toBe(associations[kind].policy.maxConcurrency);
  });

  it('run side by side in each account and Region', () => {
    const there = connection('far', { where: { region: 'eu-west-1' } });
    const [batch] = batchesOf(
      makePlan(request(), [page([there, connection('web'), connection('api')])], MADE),
      options,
    ).flat();
    expect(
      byPlace(batch?.itemExecutions ?? [])
        .map(({ length }) => length)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('take turns: a hosted zone makes one change after the other, and a service bears so many at once', () => {
    const turns = (found: Parameters<typeof page>[0]) => turnsOf(makePlan(request(), [page(found)], MADE).items);
    expect(turns([vpcOf('Z1', 1), vpcOf('Z1', 2), vpcOf('Z2', 1)])).toBe(2);
    expect(turns(['pkg-a1', 'pkg-b2'].map((id) => pluginOf('music', id)))).toBe(1);
    const many = Array.from({ length: 26 }, (_, index) => connection(`r${index}`));
    expect(turns(many)).toBe(2);
    const elsewhere = { where: { region: 'eu-west-1' } };
    expect(turns([...many.slice(0, 13), ...many.slice(13).map((one) => ({ ...one, ...elsewhere }))])).toBe(1);
  });

  it('hold requests that are known as theirs, wherever they act; no event that was delivered is', () => {
    const roleArn = 'arn:aws:iam::222233334444:role/offboard-spoke';
    const there = connection('far', { account: '222233334444', where: { region: 'eu-west-1', roleArn } });
    const itemExecutions = batchesOf(
      makePlan(request(), [page([there, connection('web'), team()])], MADE),
      options,
    ).flat();
    for (const { request: envelope } of itemExecutions.flatMap((batch) => batch.itemExecutions)) {
      const { offboarding: _, ...delivered } = envelope;
      expect(isItemRequest(envelope)).toBe(true);
      expect(isItemRequest(delivered)).toBe(false);
      expect(hasMarkedContent(envelope)).toBe(true);
      expect(hasMarkedContent({ ...envelope, detail: { ...(envelope.detail as object), data: {} } })).toBe(false);
    }
  });

  it('are of one run: another of the same request has names and ids of its own', () => {
    const again = batchesOf(plan, { ...options, run: 'run2' }).flat();
    const [first, second] = [phases.flat(), again].map((batches) =>
      batches.flatMap(({ itemExecutions }) =>
        itemExecutions.flatMap(({ name, request }) => [
          name,
          request.id,
          disassociationRequested.read(request).metadata.id,
        ]),
      ),
    ) as [string[], string[]];
    expect(second.filter((id) => first.includes(id))).toEqual([]);
  });

  it('hold requests that keep their contract and speak of the moment the plan was seen to hold', () => {
    const requests = phases
      .flat()
      .flatMap(({ itemExecutions }) =>
        itemExecutions.map((itemExecution) => disassociationRequested.read(itemExecution.request)),
      );
    expect(new Set(requests.map(({ metadata }) => metadata.id)).size).toBe(4);
    for (const { metadata } of requests) {
      expect(metadata).toMatchObject({ timestamp: '2026-11-20T17:00:00.000Z', causationId: plan.request.metadata.id });
    }
  });
});

describe('the deadline of an item', () => {
  const deadlines = (of: Parameters<typeof page>[0], deadline?: string) =>
    batchesOf(makePlan(request(deadline ? { options: { deadline } } : {}), [page(of)], MADE), options)
      .flat()
      .flatMap(({ itemExecutions }) =>
        itemExecutions.map((one) => disassociationRequested.read(one.request).data.deadline),
      );

  it('is the kind’s own where nothing is waited for', () => {
    expect(deadlines([connection('web'), connection('api')])).toEqual([undefined, undefined]);
  });

  it('leaves time for those that come before it', () => {
    const many = Array.from({ length: 26 }, (_, index) => connection(`repository-${index}`));
    expect(new Set(deadlines(many))).toEqual(new Set(['2026-11-20T17:20:00.000Z']));
    const inOneZone = [1, 2, 3].map((number) => vpcOf('Z1', number));
    expect(new Set(deadlines(inOneZone))).toEqual(new Set(['2026-11-20T17:30:00.000Z']));
    expect(deadlines([connection('web'), team()])).toEqual([undefined, '2026-11-20T17:20:00.000Z']);
  });

  it('is the whole offboarding’s where that is sooner', () => {
    expect(deadlines([connection('web')], '2026-11-20T17:05:00Z')).toEqual(['2026-11-20T17:05:00.000Z']);
    expect(deadlines([connection('web')], '2026-11-21T17:05:00Z')).toEqual([undefined]);
  });
});

describe('the name of an execution', () => {
  it('shows the kind and no target, and is valid for Step Functions and its logs', () => {
    const name = executionName('opensearch-packages', 'a'.repeat(64));
    expect(name).toMatch(/^opensearch-packages_a{32}$/);
  });
});
