import { describe, expect, it } from 'vitest';
import type { Item } from '../../associations/common/contract.ts';
import { batchesOf, ownResults } from '../../offboardings/apply.ts';
import { groupsOf, targetOf } from '../../offboardings/item-groups.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, page, pluginOf, request } from './found.ts';

const planOf = (...found: Parameters<typeof page>[0]) => makePlan(request(), [page(found)], MADE);
const groupsIn = (...found: Parameters<typeof page>[0]) => groupsOf(planOf(...found).items).map(targetOf);
const row = (id: string, needs: string[] = []) => ({ PackageID: id, PrerequisitePackageIDList: needs });

describe('items that one request removes', () => {
  it('are the packages of a domain in one account and Region', () => {
    const elsewhere = { ...pluginOf('music', 'F5'), where: { region: 'eu-west-1' } };
    expect(groupsIn(pluginOf('music', 'F1'), pluginOf('books', 'F2'), pluginOf('music', 'F3'), elsewhere)).toEqual([
      { domainName: 'music', packageIds: ['F5'] },
      { domainName: 'books', packageIds: ['F2'] },
      { domainName: 'music', packageIds: ['F1', 'F3'] },
    ]);
  });

  it('are of one phase: a plugin’s licence waits for the plugin', () => {
    expect(groupsIn(pluginOf('music', 'pkg-a1', ['pkg-b2']), pluginOf('music', 'pkg-b2'))).toHaveLength(2);
  });

  it('are as many as a request may name', () => {
    const many = Array.from({ length: 201 }, (_, index) => pluginOf('music', `F${index}`));
    expect(groupsOf(planOf(...many).items).map(({ length }) => length)).toEqual([100, 100, 1]);
  });

  it('are one each where the service takes one', () => {
    expect(groupsIn(connection('web'), connection('api'))).toHaveLength(2);
  });
});

describe('the result of a request that removes several', () => {
  const plan = planOf(pluginOf('music', 'pkg-a1', ['pkg-c3']), pluginOf('music', 'pkg-b2'));
  const [batch] = batchesOf(plan, { now: NOW, run: 'run1', account: '111122223333', region: 'us-east-1' }).flat();
  const [execution] = batch?.itemExecutions ?? [];
  const resultsFor = (items: Item[] | undefined, given: Partial<ItemResult> = {}) =>
    ownResults(
      plan,
      'run1',
    )({
      ...{ number: 1, outcome: 'FAILED', error: 'InUse', message: 'pkg-a1: in use', endedAt: NOW.toISOString() },
      ...{ execution: `arn:execution:one:${execution?.name}`, eventId: 'answer', serviceStatus: 'ABSENT, ACTIVE' },
      ...{ before: [row('pkg-a1', ['pkg-c3']), row('pkg-b2'), row('pkg-c3')], after: [row('pkg-b2')] },
      ...{ polls: 2, calls: [], callCount: 3, ...(items && { items }) },
      ...given,
    });
  const gone: Item = { id: 'pkg-a1', state: 'DISASSOCIATED', outcome: 'DISASSOCIATED', serviceStatus: 'ABSENT' };
  const inUse: Item = { id: 'pkg-b2', state: 'FAILED', outcome: 'FAILED', serviceStatus: 'ACTIVE', error: 'InUse' };

  it('is one of each: its outcome, its status, its snapshots', () => {
    const [first, second] = resultsFor([gone, inUse]);
    expect(first).toMatchObject({ number: 1, outcome: 'DISASSOCIATED', serviceStatus: 'ABSENT', items: [gone] });
    expect(first).not.toHaveProperty('error');
    expect([first?.before, first?.after]).toEqual([[row('pkg-a1', ['pkg-c3']), row('pkg-c3')], null]);
    expect(second).toMatchObject({ number: 2, outcome: 'FAILED', error: 'InUse', serviceStatus: 'ACTIVE', polls: 2 });
    expect([second?.before, second?.after]).toEqual([[row('pkg-b2')], [row('pkg-b2')]]);
  });

  it('is the request’s own for those that have not ended, and for all where nothing was started', () => {
    const open: Item = { id: 'pkg-b2', state: 'IN_PROGRESS', serviceStatus: 'DISSOCIATING' };
    const late = { outcome: 'TIMED_OUT', error: 'TimedOut', message: 'late' } as const;
    expect(resultsFor([gone, open], late)).toMatchObject([{ outcome: 'DISASSOCIATED' }, late]);
    expect(resultsFor(undefined, late)).toMatchObject([late, late]);
  });

  it('says what was removed together with that item', () => {
    const alsoRemoved = [{ target: { domainName: 'music', packageIds: ['pkg-c3'] }, before: [row('pkg-c3')] }];
    const results = resultsFor([gone, { ...gone, id: 'pkg-b2' }], { outcome: 'DISASSOCIATED', alsoRemoved });
    expect(results.map((result) => result.alsoRemoved)).toEqual([alsoRemoved, undefined]);
  });
});
