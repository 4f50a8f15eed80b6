import type { associationReappeared } from '../events/association-reappeared.ts';
import type { EventContract } from '../events/define.ts';
import type { disassociationFailed } from '../events/disassociation-failed.ts';
import type { disassociationStuck } from '../events/disassociation-stuck.ts';
import type { restorationFailed } from '../events/restoration-failed.ts';
import type { Notice } from './notice.ts';
import { associationText, countText, timeText } from './words.ts';

type DataOf<Contract> = Contract extends EventContract<infer Detail extends { data: unknown }> ? Detail['data'] : never;

export function stuck({ data }: { data: DataOf<typeof disassociationStuck> }): Notice {
  const { request, waitingFor, startedAt, deadline, usualSeconds, execution } = data;
  return {
    title: `Stuck: ${associationText(data)}`,
    sentences: [
      `It has waited for ${waitingFor.replaceAll('-', ' ')} since ${timeText(startedAt)}. Usual are ${countText(Math.ceil(usualSeconds / 60), 'minute')}.`,
      `Polling goes on until ${timeText(deadline)}.`,
      ...(request.correlationId === request.id
        ? []
        : ['Others of the same offboarding that get stuck are not notified.']),
    ],
    commands: [`show ${request.id}`],
    execution,
  };
}

export function disassociationNotDone({ data }: { data: DataOf<typeof disassociationFailed> }): Notice {
  const { request, outcome, error, execution } = data;
  return {
    title: `${outcome === 'TIMED_OUT' ? 'Timed out' : outcome === 'NOT_FOUND' ? 'Not found' : 'Failed'}: ${associationText(data)}`,
    sentences: [`Error: ${error}.`],
    commands: [`show ${request.id}`],
    execution,
  };
}

export function reappeared({ data }: { data: DataOf<typeof associationReappeared> }): Notice {
  const { request, goneAt, foundAt } = data;
  return {
    title: `Associated again: ${associationText(data)}`,
    sentences: [`Its removal was confirmed ${timeText(goneAt)}. It was found again ${timeText(foundAt)}.`],
    commands: [`show ${request.id}`],
  };
}

export function restorationNotDone({ data }: { data: DataOf<typeof restorationFailed> }): Notice {
  const { request, rollUp, execution } = data;
  const missing = rollUp.items - rollUp.RESTORED - rollUp.ALREADY_ASSOCIATED;
  return {
    title: `Not restored: ${missing} of ${countText(rollUp.items, 'association')}`,
    sentences: [],
    commands: [`show ${request.id}`],
    execution,
  };
}
