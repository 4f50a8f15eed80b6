/** Requests for offboardings. */

import { pick } from '@offboard/local-aws/random';
import { HOME, SPOKE } from '../../../simulators/common/locations.ts';
import { KINDS, subjectOf } from '../../../simulators/index.ts';
import { placesIn } from '../../common/requests.ts';
import type { Attack } from '../common/attack.ts';
import { isProtected } from '../common/truth.ts';
import { anyEntry, envelope, LIFTED, type Move, offboarding, shuffled } from './common.ts';

const REQUESTED = 'OffboardingRequested';

export const offboardings: readonly Move[] = [
  {
    name: 'an offboarding of everything, with every override and no approval',
    async run(attack) {
      const policy = {
        name: 'everything',
        description: 'Everything',
        kinds: KINDS,
        match: { account: [HOME.account] },
      };
      await attack.insider.put([offboarding(attack, { policy, options: LIFTED })], REQUESTED);
    },
  },
  {
    name: 'an offboarding of a protected kind, with every override',
    run: (attack) => applyKind(attack, attack.guards.protectedKind, LIFTED),
  },
  {
    name: 'an offboarding of what needs an approval, without one',
    run: (attack) => applyKind(attack, attack.guards.approvalKind, { mode: 'apply', approval: 'none' }),
  },
  {
    name: 'a kind many times, for the share of what was scanned',
    async run(attack) {
      const { kind } = anyEntry(attack);
      await applyKind(attack, kind, { mode: 'apply', kinds: Array.from({ length: 60 }, () => kind) });
    },
  },
  {
    name: 'a place many times, for the share of what was scanned',
    run: (attack) => {
      const where = [{}, ...Array.from({ length: 30 }, () => placesIn(HOME))];
      return applyKind(attack, anyEntry(attack).kind, { mode: 'apply', where });
    },
  },
  {
    name: 'a pattern for a subject',
    async run(attack) {
      const { kind, target } = anyEntry(attack);
      const { type, id } = subjectOf(kind, target);
      const patterns = ['*', `${id.slice(0, 2)}*`, `{${id},x}`, '[a-z]', id.toUpperCase(), ` ${id}`, `${id}9`];
      const data = { subject: { type, id: pick(patterns, attack.next) }, options: { mode: 'apply' } };
      await attack.insider.put([offboarding(attack, data)], REQUESTED);
    },
  },
  {
    name: 'a list of associations, each twice, with protected ones',
    async run(attack) {
      const { entries, guards, next, insider } = attack;
      const some = [...shuffled(entries, next).slice(0, 2), ...entries.filter((entry) => isProtected(entry, guards))];
      const associations = [...some, ...some].map((entry) => ({
        association: entry.kind,
        target: entry.target,
        where: placesIn(entry),
      }));
      await insider.put([offboarding(attack, { associations, options: { mode: 'apply' } })], REQUESTED);
    },
  },
  {
    name: 'places that may stay unread, all of them',
    async run(attack) {
      const where = [HOME, SPOKE].map(placesIn);
      const allowInaccessible = [...where, {}].map((place) => ({ where: place, reason: 'Never mind' }));
      const { kind, target } = anyEntry(attack);
      const data = { subject: subjectOf(kind, target), options: { mode: 'apply', where, allowInaccessible } };
      await attack.insider.put([offboarding(attack, data)], REQUESTED);
    },
  },
  {
    name: 'the id of another offboarding, with other content',
    async run(attack) {
      const id = pick(attack.honest.offboardings, attack.next).metadata.id;
      const kinds = [attack.guards.protectedKind, attack.guards.approvalKind];
      const details = kinds.map((kind) =>
        offboarding(attack, { subject: { type: 'kind', id: kind }, options: LIFTED }, { id }),
      );
      await attack.insider.put(details, REQUESTED);
      for (const detail of details) {
        await attack.attempt(async () => {
          await attack.insider.start('offboard', envelope(detail, REQUESTED));
        });
      }
    },
  },
  {
    name: 'the plan of another, applied on other terms',
    async run(attack) {
      const { harness, honest, insider, guards } = attack;
      const ids = [...honest.offboardings.map(({ metadata }) => metadata.id)];
      const plans = ids.flatMap((id) => harness.answers.get(id) ?? []).flatMap(({ data }) => data.plan ?? []);
      const { id: planId } = pick([...plans, { id: 'f00f00f00f00' }], attack.next) as { id: string };
      const subject = { type: 'kind', id: pick([guards.approvalKind, anyEntry(attack).kind], attack.next) };
      await insider.put([offboarding(attack, { subject, options: { ...LIFTED, planId } })], REQUESTED);
    },
  },
  {
    name: 'an approval that expires before it is asked for, or never',
    async run(attack) {
      const approvalDeadline = pick(
        ['1971-01-01T00:00:00Z', '2026-11-23T09:00:00Z', '9999-12-31T23:59:59Z'],
        attack.next,
      );
      await applyKind(attack, attack.guards.approvalKind, { mode: 'apply', approvalDeadline });
    },
  },
  {
    name: 'an offboarding that is invalid by more than an answer holds',
    async run(attack) {
      const associations = Array.from({ length: 2_500 }, () => ({ association: '', target: {} }));
      const text = 'x'.repeat(200_000);
      const data = pick(
        [{ associations }, { subject: { type: 'user', id: text } }, { subject: { type: text, id: 'a' } }],
        attack.next,
      );
      await attack.insider.put([offboarding(attack, data)], REQUESTED);
    },
  },
];

/** As somebody who names a colleague. */
async function applyKind(attack: Attack, kind: string, options: object): Promise<void> {
  const data = { subject: { type: 'kind', id: kind }, options };
  await attack.insider.put([offboarding(attack, data, { requestedBy: 'a colleague' })], REQUESTED);
}
