import { expect, it } from 'vitest';
import { differenceOf } from '../../../client/plans/difference.ts';
import type { DiscoveredPage } from '../../../offboardings/common/found.ts';
import { makePlan } from '../../../offboardings/make-plan.ts';
import { connection, MADE, page, request } from '../../offboardings/found.ts';

const planOf = (...found: DiscoveredPage['found']) => makePlan(request(), [page(found)], MADE);

it('tells what came, what went and what is another now', () => {
  const before = planOf(connection('web'), connection('api'), connection('jobs'));
  const after = planOf(connection('web'), { ...connection('api'), serviceStatus: 'Failed' }, connection('app'));
  const { added, removed, changed } = differenceOf(before, after);
  expect(added.map(({ target }) => target.repository)).toEqual(['app']);
  expect(removed.map(({ target }) => target.repository)).toEqual(['jobs']);
  expect(changed.map((pair) => [pair.before.serviceStatus, pair.after.serviceStatus])).toEqual([
    [connection('api').serviceStatus, 'Failed'],
  ]);
});

it('sees an association that was tied anew in the same place', () => {
  const earlier = planOf({ ...connection('web'), since: '2026-01-01T00:00:00Z' });
  const later = planOf({ ...connection('web'), since: '2026-11-01T00:00:00Z' });
  expect(differenceOf(earlier, later).changed).toHaveLength(1);
});

it('says nothing of a plan that is the same', () => {
  expect(differenceOf(planOf(connection('web')), planOf(connection('web')))).toEqual({
    added: [],
    removed: [],
    changed: [],
  });
});
