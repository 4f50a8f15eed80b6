/** What holds for every association, over the wire, against the simulated service: `describeAssociation(kind, ...)`. */

import type { ScriptedOutcome } from '@offboard/local-aws/simulation';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../associations/permissions.ts';
import { associationOf, type Kind } from '../../associations/registry.ts';
import { variants } from '../../simulators/index.ts';
import { HOME } from '../../simulators/locations.ts';
import { type Driven, openWorld, type TestWorld } from './world.ts';

export interface Peculiarities {
  /** The example's key in the simulated world. */
  key: string;
  /** The operation that asks for the end. */
  asks: string;
  /** The operation that looks. */
  polls: string;
  /** The service's open questions: the outcome is true under each answer. */
  questions: readonly string[];
  /** Fates that end badly, and the error each is told by. */
  bad: readonly { scripted: ScriptedOutcome; error: string | RegExp }[];
  /** It shows when it began, so a late copy of a request leaves alone what was tied again. */
  dated: boolean;
  /** Finds the example, among others perhaps. */
  filter: Record<string, string>;
}

export function describeAssociation(kind: Kind, its: Peculiarities): void {
  const {
    target: { schema, example },
    permissions,
  } = associationOf(kind);
  const open = (options?: Parameters<typeof openWorld>[1]) => openWorld(kind, options);
  const set = (world: TestWorld, scripted: ScriptedOutcome) => world.cloud.setOutcome(kind, its.key, scripted, HOME);

  describe(kind, () => {
    it('its example is a target', () => {
      expect(v.parse(schema, example)).toEqual(example);
    });

    it('ends, and shows what was there before', async () => {
      await using world = await open();
      const run = await world.run(example);
      expectEnded(run, 'DISASSOCIATED');
      expect(asked(run, its)).toHaveLength(1);
      expect(run.before).not.toBeNull();
      expect(run.before).not.toEqual(run.progress.snapshot);
      expect(world.effects()).toHaveLength(1);
    });

    it('is ALREADY_GONE for who comes later, without a call that changes anything', async () => {
      await using world = await open();
      await world.run(example);
      const again = await world.run(example);
      expectEnded(again, 'ALREADY_GONE');
      expect(again.calls.filter(({ mutating }) => mutating)).toEqual([]);
    });

    it('is joined by who comes while it goes on', async () => {
      await using world = await open();
      const first = await world.provider.start(example, world.contextFor({ ago: 5 }));
      const second = await world.run(example, { ago: 1 });
      expect(first.state).not.toBe('FAILED');
      expect(second.progress).toMatchObject({ state: 'DISASSOCIATED' });
      expect(world.effects()).toHaveLength(1);
    });

    it('an answer that was lost is not answered by a second call', async () => {
      await using world = await open();
      world.fault({ kind: 'cut-after', operation: its.asks, rate: 1, times: 1 });
      const context = world.contextFor({ ago: 1 });
      await expect(world.provider.start(example, context)).rejects.toThrow();
      const run = await world.run(example, { ago: 1 });
      expect(run.progress.state).toBe('DISASSOCIATED');
      expect(asked(run, its)).toEqual([]);
      expect(world.effects()).toHaveLength(1);
    });

    it('a call that changes something is made once, whatever the service answers', async () => {
      await using world = await open();
      world.fault({ kind: 'server-error', operation: its.asks, rate: 1 });
      const context = world.contextFor();
      await expect(world.provider.start(example, context)).rejects.toMatchObject({ $metadata: { attempts: 1 } });
      expect(world.effects()).toEqual([]);
    });

    it('gone means that every page was read', async () => {
      await using world = await open({ pages: { most: 1, emptyFirst: true } });
      const run = await world.run(example);
      expectEnded(run, 'DISASSOCIATED');
      expect(asked(run, its)).toHaveLength(1);
    });

    it('what may not be seen is not gone', async () => {
      await using world = await open();
      const action = permissions.poll.flatMap(({ actions }) => actions).find((each) => each.endsWith(`:${its.polls}`));
      world.deny(action ?? '');
      const context = world.contextFor();
      await expect(world.provider.start(example, context)).rejects.toThrow(/not authorized to perform/);
      await expect(world.provider.poll(example, context)).rejects.toThrow(/not authorized to perform/);
    });

    if (its.dated)
      it('what was tied again after the request is SKIPPED', async () => {
        await using world = await open();
        const before = (await world.run(example)).before;
        await world.pass(60);
        await world.provider.restore?.(example, before, world.contextFor());
        await world.pass(3600);
        const late = await world.run(example, { ago: 3600 + 300 });
        expectEnded(late, 'SKIPPED');
        expect(late.calls.filter(({ mutating }) => mutating)).toEqual([]);
      });

    it.each(its.bad)('fails as $error when the service goes $scripted.outcome', async ({ scripted, error }) => {
      await using world = await open();
      set(world, scripted);
      const { progress } = await world.run(example);
      expect(progress).toMatchObject({ state: 'FAILED', error: expect.stringMatching(error) });
      expect(progress).toMatchObject({ message: expect.stringMatching(/\w/), advice: expect.stringMatching(/\w/) });
    });

    it('the service’s own no is told in its own words', async () => {
      await using world = await open();
      set(world, {
        outcome: 'error',
        error: { code: 'ServiceQuotaExceededException', message: 'one too many' },
      });
      const run = world.provider.start(example, world.contextFor());
      if (world.provider.errors.ServiceQuotaExceededException === undefined) {
        await expect(run).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
      } else {
        const error = { state: 'FAILED', message: expect.stringContaining('one too many') };
        expect(await run).toMatchObject(error);
      }
    });

    describe.each(its.questions)('whatever AWS answers to %s', (name) => {
      it.each(variants[name]?.answers ?? [])('%s', async (answer) => {
        await using world = await open({ variants: { [name]: answer } });
        const first = await world.provider.start(example, world.contextFor({ ago: 9 }));
        const late = await world.provider.start(example, world.contextFor({ ago: 6 }));
        expect([first.state, late.state]).not.toContain('FAILED');
        expect((await world.run(example, { ago: 3 })).progress).toMatchObject({ state: 'DISASSOCIATED' });
        await world.pass(24 * 3600);
        expectEnded(await world.run(example), 'ALREADY_GONE');
        expect(world.effects()).toHaveLength(1);
      });
    });

    it('discovery finds the example, page by page', async () => {
      await using world = await open({ pages: { most: 2, emptyFirst: true } });
      const found = [];
      for await (const each of world.provider.discover(its.filter, world.contextFor())) {
        if (each.type === 'association') found.push(each.association.target);
      }
      expect(found).toContainEqual(example);
      for (const target of found) expect(v.parse(schema, target)).toEqual(target);
    });

    it('discovery goes on from any of its cursors, and misses nothing', async () => {
      await using world = await open({ pages: { most: 2 } });
      const all = await discovered(world);
      expect(all.targets.length).toBeGreaterThan(0);
      for (const { cursor, before } of all.cursors) {
        const rest = await discovered(world, cursor);
        expect([...before, ...rest.targets]).toEqual(all.targets);
      }
    });

    it('discovery refuses a filter it does not know', async () => {
      await using world = await open();
      const look = world.provider.discover({ colour: 'red' }, world.contextFor());
      await expect(look[Symbol.asyncIterator]().next()).rejects.toThrow(/unknown filter colour; known are/);
    });

    it('its calls are those it has permissions for', async () => {
      await using world = await open();
      const context = world.contextFor();
      const started = await world.provider.start(example, context);
      expect(actionsOf(context.calls)).toBeContainedIn(permissions.start);
      const looking = world.contextFor({}, started);
      await world.provider.poll(example, looking);
      expect(actionsOf(looking.calls)).toBeContainedIn(permissions.poll);
    });
  });
}

async function discovered(world: TestWorld, from?: string) {
  const targets: unknown[] = [];
  const cursors: { cursor: string; before: unknown[] }[] = [];
  for await (const each of world.provider.discover({}, world.contextFor(), from)) {
    if (each.type === 'association') targets.push(each.association.target);
    if (each.type === 'cursor') cursors.push({ cursor: each.cursor, before: [...targets] });
  }
  return { targets, cursors };
}

export function expectEnded({ progress }: Pick<Driven, 'progress'>, outcome: string): void {
  expect(progress).toMatchObject({ state: 'DISASSOCIATED', outcome });
}

function asked({ calls }: Driven, { asks }: Peculiarities) {
  return calls.filter(({ operation }) => operation === asks);
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
