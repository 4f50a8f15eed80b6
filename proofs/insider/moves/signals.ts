/** Signals that somebody leaves: on the stack's bus, where anybody may put them, and by hand. */

import { pick } from '@offboard/local-aws/random';
import { subjectOf } from '../../../simulators/index.ts';
import { anyEntry, envelope, LIFTED, type Move, metadataOf } from './common.ts';

const SIGNAL = 'PersonLeaving';

export const signals: readonly Move[] = [
  {
    name: 'signals of people who stay, copies of them, and signals that name nobody',
    async run(attack) {
      const { kind, target } = anyEntry(attack);
      const { id: username } = subjectOf(kind, target);
      const { id: eventId, timestamp } = metadataOf(attack);
      const occurredAt = pick([timestamp, '1971-01-01T00:00:00Z', '2036-01-01T00:00:00Z', 'yesterday'], attack.next);
      const leaving = { eventId, occurredAt, person: { username }, actor: 'the-ciso@example.com' };
      const odd = [
        { ...leaving, person: { username: '*' } },
        { ...leaving, person: [] },
        { person: null },
        { eventId },
      ];
      await attack.insider.put(
        [leaving, leaving, ...odd, { ...leaving, person: { username: 'x'.repeat(300) } }],
        SIGNAL,
      );
    },
  },
  {
    name: 'a signal by hand, which says that it is to be applied at once',
    async run(attack) {
      const kinds = [attack.guards.approvalKind, attack.guards.protectedKind];
      const { id } = metadataOf(attack);
      const event = envelope({ eventId: id, person: { username: pick(kinds, attack.next) } }, SIGNAL);
      const signal = {
        name: pick(['person-leaving', 'mine', '../x'], attack.next),
        description: 'Mine',
        bus: 'default',
        subject: { type: 'kind', at: ['detail', 'person', 'username'] },
        id: { at: ['detail', 'eventId'] },
        occurredAt: ['detail', 'occurredAt'],
        options: LIFTED,
      };
      await attack.insider.start('signal', { signal, event });
      await attack.insider.start('signal', { signal, event: { ...event, source: 'aws.sso' } });
    },
  },
  {
    name: 'inputs that are no signals',
    async run(attack) {
      for (const input of [{}, [], { signal: {} }, { signal: { subject: { at: 1 } }, event: null }]) {
        await attack.insider.start('signal', input);
      }
    },
  },
];
