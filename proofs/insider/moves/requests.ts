/** Single requests. */

import { pick } from '@offboard/local-aws/random';
import type { AssociationEntry } from '@offboard/local-aws/simulation';
import { canonical } from '../../../offboardings/canonical.ts';
import { HOME } from '../../../simulators/common/locations.ts';
import { instanceUsers } from '../../../simulators/license-manager-user-subscriptions/associations.ts';
import { datashareConsumers } from '../../../simulators/redshift/associations.ts';
import { after, MINUTE } from '../common/schedule.ts';
import { isProtected, needsApproval } from '../common/truth.ts';
import { anyEntry, type Move, metadataOf, offboarding, shuffled, single, victim } from './common.ts';

const DAY = 86_400_000;

export const requests: readonly Move[] = [
  {
    name: 'an id that is a path into the objects of another request',
    async run(attack) {
      const id = victim(attack)?.metadata.id ?? 'a';
      const ids = [`${id}/results/000001`, `../${id}`, `${id}\u0000`, '', ' ', `${id}${'x'.repeat(128)}`, '__proto__/'];
      await attack.insider.put([single(attack, anyEntry(attack), { id: pick(ids, attack.next) })]);
    },
  },
  {
    name: 'copies of a request',
    async run(attack) {
      const detail = victim(attack);
      if (detail !== undefined) await attack.insider.put([detail, detail]);
    },
  },
  {
    name: 'a used id with other content',
    async run(attack) {
      const id = victim(attack)?.metadata.id ?? 'used';
      for (const _ of [1, 2]) await attack.insider.put([single(attack, anyEntry(attack), { id })]);
    },
  },
  {
    name: 'one new id at once, for several associations',
    async run(attack) {
      const { metadata } = single(attack, anyEntry(attack));
      const some = shuffled(attack.entries, attack.next).slice(0, 6);
      const details = some.map((entry) => ({ metadata, data: single(attack, entry).data }));
      await Promise.all(details.map((detail) => attack.insider.put([detail, detail])));
    },
  },
  {
    name: 'the id of a single request for an offboarding',
    async run(attack) {
      const id = victim(attack)?.metadata.id ?? 'used';
      const subject = { type: 'kind', id: anyEntry(attack).kind };
      await attack.insider.put([offboarding(attack, { subject }, { id })], 'OffboardingRequested');
    },
  },
  {
    name: 'single requests for what is protected',
    async run(attack) {
      const protectedOnes = attack.entries.filter((entry) => isProtected(entry, attack.guards));
      const some = shuffled(protectedOnes, attack.next).slice(0, 3);
      await attack.insider.put(some.flatMap((entry) => [single(attack, entry), respelled(single(attack, entry))]));
    },
  },
  {
    name: 'single requests by ids, and for all of an account, among which is what is protected',
    async run(attack) {
      const { cloud } = attack.harness.runtime;
      const users = cloud
        .associations(instanceUsers, HOME)
        .map(({ facts: { instanceUserArn } }) =>
          single(attack, { ...anyEntry(attack), kind: instanceUsers.kind, target: { instanceUserArn } }),
        );
      const shares = attack.entries
        .filter(({ kind }) => kind === datashareConsumers.kind)
        .flatMap((entry) => {
          const { dataShareArn } = entry.target;
          const forms = [{ disassociateEntireAccount: true }, { consumerRegion: entry.region }];
          return forms.map((form) => single(attack, { ...entry, target: { dataShareArn, ...form } }));
        });
      await attack.insider.put(shuffled([...users, ...shares], attack.next).slice(0, 5));
    },
  },
  {
    name: 'a single request for what needs an approval',
    async run(attack) {
      const entry = pick(
        attack.entries.filter((each) => needsApproval(each, attack.guards)),
        attack.next,
      );
      await attack.insider.put([single(attack, entry), respelled(single(attack, entry))]);
    },
  },
  {
    name: 'a typo in a name',
    async run(attack) {
      const { metadata, data } = single(attack, anyEntry(attack));
      const target = Object.fromEntries(
        Object.entries(data.target as object).map(([name, value]) => [name, typo(value)]),
      );
      await attack.insider.put([{ metadata, data: { ...data, target } }]);
    },
  },
  {
    name: 'a moment that is not now',
    async run(attack) {
      const now = attack.harness.runtime.clock.now();
      const times = [now + 6 * 60_000, Date.UTC(2036, 0, 1), Date.UTC(1971, 0, 1), now - 40 * DAY, 8.64e15];
      const timestamp = new Date(pick(times, attack.next)).toISOString();
      const { metadata, data } = single(attack, anyEntry(attack), { timestamp });
      const deadline = new Date(pick([...times, now + DAY], attack.next)).toISOString();
      await attack.insider.put([
        pick(
          [
            { metadata, data },
            { metadata, data: { ...data, deadline } },
          ],
          attack.next,
        ),
      ]);
    },
  },
  {
    name: 'more than the limit',
    async run(attack) {
      const { guards, entries, next, insider } = attack;
      const some = shuffled(entries, next).slice(0, guards.limit + 4);
      await insider.put(some.map((entry) => single(attack, entry)));
    },
  },
  {
    name: 'more than the limit, by the end of its hour',
    async run(attack) {
      const { guards, entries, next, insider, harness } = attack;
      const flood = () =>
        attack.attempt(() =>
          insider.put(
            shuffled(entries, next)
              .slice(0, guards.limit)
              .map((entry) => single(attack, entry)),
          ),
        );
      for (const minutes of [50, 59, 61]) after(harness, minutes * MINUTE, flood);
      await flood();
    },
  },
  {
    name: 'a list with what is protected, or needs an approval, among others',
    async run(attack) {
      const entry = anyEntry(attack);
      const listed = Object.keys(entry.target).find((name) => Array.isArray(entry.target[name]));
      const alike = attack.entries.filter((each) => isAlike(each, entry, listed));
      const { metadata, data } = single(attack, entry);
      const members = shuffled(alike, attack.next).flatMap(({ target }) =>
        listed === undefined ? [] : target[listed],
      );
      const target = { ...entry.target, ...(listed !== undefined && { [listed]: members.slice(0, 4) }) };
      await attack.insider.put([{ metadata, data: { ...data, target } }]);
    },
  },
  {
    name: 'the same place in other words',
    async run(attack) {
      const entry = pick(
        [...attack.entries.filter((each) => isProtected(each, attack.guards)), anyEntry(attack)],
        attack.next,
      );
      const roleArn = `arn:aws:iam::${entry.account}:role/offboard-spoke`;
      for (const where of [
        undefined,
        {},
        { region: entry.region, roleArn },
        { roleArn: `${roleArn}s` },
        { region: 'US-EAST-1' },
      ]) {
        const { metadata, data } = single(attack, entry);
        await attack.insider.put([{ metadata, data: { ...data, where } }]);
      }
    },
  },
  {
    name: 'requests that are invalid by more than an answer holds',
    async run(attack) {
      const { kind } = anyEntry(attack);
      const many = Array.from({ length: 5_000 }, (_, index) => `no name ${index}`);
      const target = Object.fromEntries(many.map((name) => [name, name]));
      const names = Object.keys(anyEntry(attack).target);
      const lists = Object.fromEntries(names.map((name) => [name, many]));
      const of = pick([target, lists, { ...lists, ...target }], attack.next);
      await attack.insider.put([{ metadata: metadataOf(attack), data: { association: kind, target: of } }]);
    },
  },
  {
    name: 'requests that are larger than the input of an execution',
    async run(attack) {
      const text = 'x'.repeat(pick([262_050, 300_000, 900_000], attack.next));
      const { metadata, data } = single(attack, anyEntry(attack));
      await attack.insider.put([{ metadata, data: { ...data, text } }]);
      await attack.insider.put([offboarding(attack, { subject: { type: 'user', id: text } })], 'OffboardingRequested');
    },
  },
  {
    name: 'requests that nest as deeply as an event may, or as the input of an execution',
    async run(attack) {
      const levels = 992 + Math.floor(attack.next() * 7);
      const nested: unknown = JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
      const { metadata, data } = single(attack, anyEntry(attack));
      await attack.insider.put([{ metadata, data: { ...data, target: { nested } } }]);
      const associations = [{ association: data.association, target: { nested } }];
      await attack.insider.put([offboarding(attack, { associations })], 'OffboardingRequested');
    },
  },
  {
    name: 'events that no rule knows',
    async run(attack) {
      const { metadata, data } = single(attack, anyEntry(attack));
      await attack.insider.put([{ metadata, data: { ...data, association: `${data.association}s` } }]);
      await attack.insider.put([single(attack, anyEntry(attack))], 'DissociationRequested');
      await attack.insider.put([{ data }, {}, { metadata: 'none', data: null }]);
    },
  },
  {
    name: 'events that no rule knows, under the id of another request',
    async run(attack) {
      const id = victim(attack)?.metadata.id ?? pick(attack.honest.offboardings, attack.next).metadata.id;
      const { metadata, data } = single(attack, anyEntry(attack), { id });
      const unknown = { metadata, data: { ...data, association: 'nosuch' } };
      await attack.insider.put([unknown, unknown]);
      await attack.insider.put([{ metadata, data }], 'OffboardingRequeste');
    },
  },
];

type Detail = ReturnType<typeof single>;

/** The same association in other letters: the service may take it for the same. */
function respelled({ metadata, data }: Detail) {
  const target = Object.entries(data.target as object).map(([name, value]) => [name, upper(value)]);
  return { metadata: { ...metadata, id: `${metadata.id}u` }, data: { ...data, target: Object.fromEntries(target) } };
}

function upper(value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap((member) => [member, upper(member)]);
  return typeof value === 'string' ? value.toUpperCase() : value;
}

/** Of the same kind, and named by the same fields but for the listed one. */
function isAlike(one: AssociationEntry, other: AssociationEntry, listed: string | undefined): boolean {
  const rest = ({ kind, target }: AssociationEntry) => canonical([kind, { ...target, [listed ?? '']: null }]);
  return rest(one) === rest(other);
}

/** Its last character is another. */
function typo(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typo);
  return typeof value === 'string' ? value.replace(/.$/, (last) => (last === '9' ? '8' : '9')) : value;
}
