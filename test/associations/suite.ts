/** What holds for every association, over the wire, against the simulated service: `describeAssociation(kind, ...)`. */

import type { ScriptedOutcome } from '@offboard/local-aws/simulation';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../associations/common/permissions.ts';
import type { Target } from '../../associations/common/target.ts';
import { associationOf, type Kind } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { variants } from '../../simulators/index.ts';
import { type Driven, type Harness, openHarness } from './harness.ts';
import { load } from './load.ts';

export interface Peculiarities {
  /** The example's key in the simulated cloud. */
  key: string;
  /** The operation that requests the removal. */
  requests: string;
  /** The operation that a poll reads with. */
  reads: string;
  /** The service's open questions: the outcome is true under each answer. */
  questions: readonly string[];
  /** The example under another name: its parent exists, and it was never associated. */
  neverSeen?: Target;
  /** The example in a parent (domain, repository, instance, share) that does not exist. Absent: it has no parent. */
  orphan?: Target;
  /** Scripted outcomes that fail, and the error of each. */
  bad: readonly { scripted: ScriptedOutcome; error: string | RegExp }[];
  /** It shows when it began, so a late copy of a request leaves alone what was associated again. */
  dated: boolean;
  /** Finds the example, among others perhaps. */
  filter: Record<string, string>;
  /** Every exception and every status that the service's model or documentation knows: each is classified. */
  exceptions: readonly string[];
  statuses: readonly string[];
  /** Targets that the schema takes, and others with the problems it finds. */
  valid: readonly unknown[];
  invalid: readonly (readonly [target: unknown, problems: RegExp])[];
}

export function describeAssociation(kind: Kind, its: Peculiarities): void {
  const {
    target: { schema, example, fields, label },
    permissions,
  } = associationOf(kind);
  const open = (options?: Parameters<typeof openHarness>[1]) => openHarness(kind, options);
  const set = (harness: Harness, scripted: ScriptedOutcome) => harness.cloud.setOutcome(kind, its.key, scripted, HOME);

  describe(kind, () => {
    describe('its target', () => {
      /** Every problem, each with its path. */
      const problems = (target: unknown) =>
        (v.safeParse(schema, target).issues ?? []).map((issue) => `${v.getDotPath(issue) ?? '-'}: ${issue.message}`);

      it('has an example that keeps its schema, a line for each of its fields, and a short label', () => {
        expect(v.parse(schema, example)).toEqual(example);
        expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(example)));
        expect(label(example)).toMatch(/^\S{1,120}$/);
      });

      it('rejects a field it does not know, at its path', () => {
        expect(problems({ ...example, colour: 'red' }).join()).toMatch(/^colour: /);
      });

      it.each([[null], [undefined], ['x'], [1], [[]], [{}]])('is not %j', (nothing) => {
        expect(problems(nothing)).not.toEqual([]);
      });

      it.each(its.invalid)('is not %j', (target, expected) => {
        expect(problems(target).join(' ')).toMatch(expected);
      });

      it.each(its.valid.map((target) => [target]))('may be %j', (target) => {
        expect(problems(target)).toEqual([]);
      });
    });

    it('classifies every exception and every status that its service knows', async () => {
      const { errors, statuses } = await load(kind);
      expect(its.exceptions.length).toBeGreaterThan(1);
      expect(its.statuses.length).toBeGreaterThan(0);
      expect(its.exceptions.filter((name) => errors[name] === undefined)).toEqual([]);
      expect(its.statuses.filter((status) => statuses[status] === undefined)).toEqual([]);
    });

    it('ends, and shows what was there before', async () => {
      await using harness = await open();
      const run = await harness.run(example);
      expectEnded(run, 'DISASSOCIATED');
      expect(asked(run, its)).toHaveLength(1);
      expect(run.before).not.toBeNull();
      expect(run.before).not.toEqual(run.progress.snapshot);
      expect(harness.effects()).toHaveLength(1);
    });

    it('is ALREADY_GONE for who comes later, without a call that changes anything', async () => {
      await using harness = await open();
      await harness.run(example);
      const again = await harness.run(example);
      expectEnded(again, 'ALREADY_GONE');
      expect(again.calls.filter(({ mutating }) => mutating)).toEqual([]);
    });

    it('is ALREADY_GONE and never seen where no read of the request showed it, and only there', async () => {
      await using harness = await open();
      const { progress } = await harness.run(example);
      expect(progress).not.toHaveProperty('neverSeen');
      expect((await harness.run(example)).progress).toMatchObject({ outcome: 'ALREADY_GONE', neverSeen: true });
      const planned = await harness.provider.start(example, { ...harness.contextFor(), seenByPlan: true });
      expect(planned).toMatchObject({ outcome: 'ALREADY_GONE' });
      expect(planned).not.toHaveProperty('neverSeen');
      const retried = await harness.provider.start(example, { ...harness.contextFor(), retried: true });
      expect(retried).toMatchObject({ outcome: 'ALREADY_GONE', note: expect.stringContaining('earlier attempt') });
      expect(retried).not.toHaveProperty('neverSeen');
    });

    const { neverSeen, orphan } = its;
    if (neverSeen !== undefined)
      it('is never seen under a mistyped name, and nothing is changed', async () => {
        await using harness = await open();
        const { progress, calls } = await harness.run(neverSeen);
        expect(progress).toMatchObject({ outcome: 'ALREADY_GONE', neverSeen: true });
        expect(calls.filter(({ mutating }) => mutating)).toEqual([]);
      });

    if (orphan !== undefined) {
      it('is NOT_FOUND where its parent does not exist, and nothing is changed', async () => {
        await using harness = await open();
        const { progress, calls } = await harness.run(orphan);
        expect(progress).toMatchObject({ state: 'FAILED', notFound: true, error: 'NotFound' });
        expect(progress).toMatchObject({ message: expect.stringMatching(/\w/), advice: expect.stringMatching(/\w/) });
        expect(calls.filter(({ mutating }) => mutating)).toEqual([]);
      });

      it('is ALREADY_GONE with its parent where the plan, or this run, has read it before', async () => {
        await using harness = await open();
        const deleted = { state: 'DISASSOCIATED', outcome: 'ALREADY_GONE', parentDeleted: true };
        expect(await harness.provider.start(orphan, { ...harness.contextFor(), seenByPlan: true })).toMatchObject(
          deleted,
        );
        const busy = { state: 'IN_PROGRESS', next: 'start', waitingFor: 'other-change', waitingMessage: '' } as const;
        const earlier = { ...busy, serviceStatus: 'ACTIVE', snapshot: null };
        expect(await harness.provider.start(orphan, harness.contextFor({}, earlier))).toMatchObject(deleted);
      });
    }

    it('is joined by who comes while it goes on', async () => {
      await using harness = await open();
      const first = await harness.provider.start(example, harness.contextFor({ ago: 5 }));
      const second = await harness.run(example, { ago: 1 });
      expect(first.state).not.toBe('FAILED');
      expect(second.progress).toMatchObject({ state: 'DISASSOCIATED' });
      expect(harness.effects()).toHaveLength(1);
    });

    it('an answer that was lost is not answered by a second call', async () => {
      await using harness = await open();
      harness.fault({ kind: 'cut-after', operation: its.requests, rate: 1, times: 1 });
      const context = harness.contextFor({ ago: 1 });
      await expect(harness.provider.start(example, context)).rejects.toThrow();
      const run = await harness.run(example, { ago: 1 });
      expect(run.progress.state).toBe('DISASSOCIATED');
      expect(asked(run, its)).toEqual([]);
      expect(harness.effects()).toHaveLength(1);
    });

    it('a call that changes something is made once, whatever the service answers', async () => {
      await using harness = await open();
      harness.fault({ kind: 'server-error', operation: its.requests, rate: 1 });
      const context = harness.contextFor();
      await expect(harness.provider.start(example, context)).rejects.toMatchObject({ $metadata: { attempts: 1 } });
      expect(harness.effects()).toEqual([]);
    });

    it('gone means that every page was read', async () => {
      await using harness = await open({ pages: { most: 1, emptyFirst: true } });
      const run = await harness.run(example);
      expectEnded(run, 'DISASSOCIATED');
      expect(asked(run, its)).toHaveLength(1);
    });

    it('what may not be seen is not gone', async () => {
      await using harness = await open();
      const action = permissions.poll.flatMap(({ actions }) => actions).find((each) => each.endsWith(`:${its.reads}`));
      harness.deny(action ?? '');
      const context = harness.contextFor();
      await expect(harness.provider.start(example, context)).rejects.toThrow(/not authorized to perform/);
      await expect(harness.provider.poll(example, context)).rejects.toThrow(/not authorized to perform/);
    });

    if (its.dated)
      it('what was tied again after the request is SKIPPED', async () => {
        await using harness = await open();
        const before = (await harness.run(example)).before;
        await harness.pass(60);
        await harness.provider.restore?.(example, before, harness.contextFor());
        await harness.pass(3600);
        const late = await harness.run(example, { ago: 3600 + 300 });
        expectEnded(late, 'SKIPPED');
        expect(late.calls.filter(({ mutating }) => mutating)).toEqual([]);
      });

    it.each(its.bad)('fails as $error when the service goes $scripted.outcome', async ({ scripted, error }) => {
      await using harness = await open();
      set(harness, scripted);
      const { progress } = await harness.run(example);
      expect(progress).toMatchObject({ state: 'FAILED', error: expect.stringMatching(error) });
      expect(progress).toMatchObject({ message: expect.stringMatching(/\w/), advice: expect.stringMatching(/\w/) });
    });

    it('the service’s own no is told in its own words', async () => {
      await using harness = await open();
      set(harness, {
        outcome: 'error',
        error: { code: 'ServiceQuotaExceededException', message: 'one too many' },
      });
      const run = harness.provider.start(example, harness.contextFor());
      if (harness.provider.errors.ServiceQuotaExceededException === undefined) {
        await expect(run).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
      } else {
        const error = { state: 'FAILED', message: expect.stringContaining('one too many') };
        expect(await run).toMatchObject(error);
      }
    });

    describe.each(its.questions)('whatever AWS answers to %s', (name) => {
      it.each(variants[name]?.answers ?? [])('%s', async (answer) => {
        await using harness = await open({ variants: { [name]: answer } });
        const first = await harness.provider.start(example, harness.contextFor({ ago: 9 }));
        const late = await harness.provider.start(example, harness.contextFor({ ago: 6 }));
        expect([first.state, late.state]).not.toContain('FAILED');
        expect((await harness.run(example, { ago: 3 })).progress).toMatchObject({ state: 'DISASSOCIATED' });
        await harness.pass(24 * 3600);
        expectEnded(await harness.run(example), 'ALREADY_GONE');
        expect(harness.effects()).toHaveLength(1);
      });
    });

    it('discovery finds the example, page by page', async () => {
      await using harness = await open({ pages: { most: 2, emptyFirst: true } });
      const found = [];
      for await (const each of harness.provider.discover(its.filter, harness.contextFor())) {
        if (each.type === 'association') found.push(each.association.target);
      }
      expect(found).toContainEqual(example);
      for (const target of found) expect(v.parse(schema, target)).toEqual(target);
    });

    it('discovery goes on from any of its cursors, and misses nothing', async () => {
      await using harness = await open({ pages: { most: 2 } });
      const all = await discovered(harness);
      expect(all.targets.length).toBeGreaterThan(0);
      for (const { cursor, before } of all.cursors) {
        const rest = await discovered(harness, cursor);
        expect([...before, ...rest.targets]).toEqual(all.targets);
      }
    });

    it('discovery refuses a filter it does not know', async () => {
      await using harness = await open();
      const look = harness.provider.discover({ colour: 'red' }, harness.contextFor());
      await expect(look[Symbol.asyncIterator]().next()).rejects.toThrow(/unknown filter colour; known are/);
    });

    it('its calls are those it has permissions for', async () => {
      await using harness = await open();
      const context = harness.contextFor();
      const started = await harness.provider.start(example, context);
      expect(actionsOf(context.calls)).toBeContainedIn(permissions.start);
      const looking = harness.contextFor({}, started);
      await harness.provider.poll(example, looking);
      expect(actionsOf(looking.calls)).toBeContainedIn(permissions.poll);
    });
  });
}

async function discovered(harness: Harness, from?: string) {
  const targets: unknown[] = [];
  const cursors: { cursor: string; before: unknown[] }[] = [];
  for await (const each of harness.provider.discover({}, harness.contextFor(), from)) {
    if (each.type === 'association') targets.push(each.association.target);
    if (each.type === 'cursor') cursors.push({ cursor: each.cursor, before: [...targets] });
  }
  return { targets, cursors };
}

export function expectEnded({ progress }: Pick<Driven, 'progress'>, outcome: string): void {
  expect(progress).toMatchObject({ state: 'DISASSOCIATED', outcome });
}

function asked({ calls }: Driven, { requests }: Peculiarities) {
  return calls.filter(({ operation }) => operation === requests);
}

/** IAM's name for a call: only its operation; which service it belongs to is told by the prefix. */
function actionsOf(calls: Driven['calls']): string[] {
  return [...new Set(calls.map(({ operation }) => operation))];
}

declare module 'vitest' {
  interface Matchers {
    toBeContainedIn(statements: readonly Statement[]): void;
  }
}

expect.extend({
  toBeContainedIn(operations: string[], statements: readonly Statement[]) {
    const allowed = statements.flatMap(({ actions }) => actions.map((action) => action.split(':')[1]));
    const missing = operations.filter((operation) => !allowed.includes(operation));
    return { pass: missing.length === 0, message: () => `no permission for ${missing.join(', ')}` };
  },
});
