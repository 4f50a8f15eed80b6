/** Restorations, which only people start: of what is there, of what is just being removed, and of what never was. */

import type { AssociationEntry } from '@offboard/local-aws/simulation';
import { placesIn } from '../../common/requests.ts';
import type { Attack } from '../common/attack.ts';
import { after, MINUTE } from '../common/schedule.ts';
import { anyEntry, type Move, metadataOf, shuffled, single } from './common.ts';

export const restorations: readonly Move[] = [
  {
    name: 'a restoration of what is there',
    run: (attack) => restore(attack, shuffled(attack.entries, attack.next).slice(0, 3), null),
  },
  {
    name: 'a restoration of what was never there, from an invented snapshot',
    async run(attack) {
      const entry = anyEntry(attack);
      const named = Object.entries(entry.target).map(([name, value]) => [name, invented(value)]);
      const before = { Status: 'ACTIVE', Arn: 'arn:aws:iam::111122223333:role/insider', Policy: '*' };
      await restore(attack, [{ ...entry, target: Object.fromEntries(named) }], before);
    },
  },
  {
    name: 'a restoration of what a request is just removing',
    async run(attack) {
      const entry = anyEntry(attack);
      await attack.insider.put([single(attack, entry)]);
      for (const minutes of [0.05, 5]) after(attack.harness, minutes * MINUTE, () => restore(attack, [entry], null));
    },
  },
  {
    name: 'inputs that are no restorations',
    async run(attack) {
      for (const input of [{}, [], { items: 1 }, { items: [{}, null] }, { items: [{ association: '../x' }] }]) {
        await attack.attempt(async () => void (await attack.insider.start('restore', input)));
      }
    },
  },
];

function restore(attack: Attack, entries: readonly AssociationEntry[], before: unknown): Promise<void> {
  const items = entries.map((entry, index) => ({
    number: index + 1,
    association: entry.kind,
    target: entry.target,
    where: placesIn(entry),
    before,
  }));
  return attack.attempt(async () => {
    await attack.insider.start('restore', { metadata: metadataOf(attack), items });
  });
}

/** Another name, of the same shape. */
function invented(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(invented);
  return typeof value === 'string' ? value.replace(/[0-9]/g, '7').replace(/[a-z]$/, 'q') : value;
}
