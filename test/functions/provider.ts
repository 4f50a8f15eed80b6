/** A provider that answers what a test tells it to, and requests for it. */

import type {
  AssociationProvider,
  Disassociated,
  InProgress,
  Progress,
  RunContext,
} from '../../associations/common/contract.ts';
import { associations } from '../../associations/registry.ts';
import type { Envelope } from '../../events/define.ts';
import { newMetadata } from '../../events/metadata.ts';

export const KIND = 'opensearch-packages';

/** Of one pace, whatever the target. */
const { paceOf: _, ...policy } = associations[KIND].policy;

export const waiting: InProgress = {
  state: 'IN_PROGRESS',
  next: 'poll',
  waitingFor: 'removal',
  waitingMessage: 'Waiting for OpenSearch.',
  serviceStatus: 'DISSOCIATING',
  snapshot: { DomainPackageStatus: 'DISSOCIATING' },
};

export const gone: Disassociated = {
  state: 'DISASSOCIATED',
  outcome: 'DISASSOCIATED',
  confirmed: true,
  serviceStatus: 'ABSENT',
  snapshot: null,
};

export interface Played extends AssociationProvider {
  /** What was run, with the session it was run with. */
  ran: { step: 'start' | 'poll'; runContext: RunContext }[];
}

/** A function is asked at each run; what it throws is thrown. */
type Answer = Progress | ((runContext: RunContext) => Progress);

export function providerOf({ start = waiting, poll = waiting }: { start?: Answer; poll?: Answer } = {}): Played {
  const ran: Played['ran'] = [];
  const play = (step: 'start' | 'poll', answer: Answer) => async (_: unknown, runContext: RunContext) => {
    ran.push({ step, runContext });
    return typeof answer === 'function' ? answer(runContext) : answer;
  };
  return {
    kind: KIND,
    ran,
    errors: {},
    statuses: {},
    policy: {
      ...policy,
      pace: { first: 5, growth: 0.4, cap: 330, deadline: 3600, grace: 60, settle: 900, usual: 300 },
    },
    clients: [],
    start: play('start', start),
    poll: play('poll', poll),
    async *discover() {},
  };
}

/** A request as EventBridge delivers it; `data` and `metadata` replace what is usual. */
export function request(data: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): Envelope {
  return {
    id: '2f6c0f8e-8f0a-5d0e-9f5c-1f0e4a7a2c11',
    'detail-type': 'DisassociationRequested',
    source: 'offboard',
    time: new Date().toISOString(),
    account: '111122223333',
    region: 'us-east-1',
    resources: [],
    detail: {
      metadata: { ...newMetadata(), ...metadata },
      data: { association: KIND, target: associations[KIND].target.example, ...data },
    },
  };
}

export function secondsAgo(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}
