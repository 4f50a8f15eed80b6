/** A notice as an event of PagerDuty's Events API v2, without its routing key: what failed pages somebody, a completion ends it. */

import type { Envelope } from '../events/define.ts';
import type { Metadata } from '../events/metadata.ts';
import { cut } from './chat-text.ts';
import type { Notice } from './notice.ts';
import { consoleLink, harmless } from './text.ts';

/** By detail-type. */
const SEVERITIES: Readonly<Record<string, 'error' | 'warning'>> = {
  OffboardingFailed: 'error',
  DisassociationFailed: 'error',
  RestorationFailed: 'error',
  'CloudWatch Alarm State Change': 'error',
  DisassociationStuck: 'warning',
  AssociationReappeared: 'warning',
};

const MAX_SUMMARY = 1024;

interface Trigger {
  event_action: 'trigger';
  /** Events of one request are one alert. */
  dedup_key: string;
  client: string;
  links?: { href: string; text: string }[];
  payload: {
    summary: string;
    source: string;
    severity: 'error' | 'warning';
    timestamp: string;
    class: string;
    custom_details: { notice: string; commands: string[] };
  };
}

interface Resolve {
  event_action: 'resolve';
  dedup_key: string;
}

export type PagerDutyEvent = Trigger | Resolve;

/** @returns null for what nobody is paged for. */
export function pagerDutyEventOf(
  { title, sentences, commands, execution }: Notice,
  { stage, event }: { stage: string; event: Envelope },
): PagerDutyEvent | null {
  const detailType = event['detail-type'];
  const dedup_key = `offboard-${stage}-${keyOf(event)}`;
  if (detailType === 'OffboardingCompleted') return { event_action: 'resolve', dedup_key };
  const severity = SEVERITIES[detailType];
  if (severity === undefined) return null;
  return {
    event_action: 'trigger',
    dedup_key,
    client: `offboard-${stage}`,
    ...(execution !== undefined && { links: [{ href: consoleLink(execution), text: 'Execution' }] }),
    payload: {
      summary: cut(`${harmless(title)} [${stage}]`, MAX_SUMMARY),
      source: `offboard-${stage}`,
      severity,
      timestamp: event.time,
      class: detailType,
      custom_details: {
        notice: sentences.map(harmless).join(' '),
        commands: commands.map((command) => `offboard ${command} --stage ${stage}`),
      },
    },
  };
}

/**
 * The alarm of dead letters rings again while the first ones lie there. The alert of an item is that of its offboarding. A
 * correlation id is the sender's: by it a request that completes would end the alert of another.
 */
function keyOf({ 'detail-type': detailType, detail }: Envelope): string {
  if (detailType === 'CloudWatch Alarm State Change') return 'dead-letters';
  const { metadata, data } = detail as { metadata: Metadata; data: { request?: Metadata } };
  return (data.request ?? metadata).causationId;
}
