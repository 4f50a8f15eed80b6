/** The executions whose pages are open: description, whole history, definition. */

import {
  type DescribeExecutionOutput,
  DescribeStateMachineForExecutionCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { type PublishedEvidence, readPublishedEvidence } from '../../../client/evidence/published.ts';
import { viewSteps } from '../../../client/executions/steps.ts';
import { viewExecution } from '../../../client/executions/view.ts';
import { omitUndefined } from '../../../client/json.ts';
import type { StackClient } from '../../../client/stack-client.ts';
import type { ExecutionUpdate, HistoryRecord, Offboarding } from '../../contract.ts';
import type { ExecutionCache } from './cache.ts';
import type { LiveExecutionList } from './live-list.ts';
import { OffboardingReader } from './offboardings.ts';

interface ExecutionSession {
  described: DescribeExecutionOutput;
  events: HistoryEvent[];
  /** Nothing is added any more. */
  ended: boolean;
  definition?: string;
  readAt: number;
}

const MAX_SESSIONS = 20;

export class ExecutionSessions {
  readonly #sessions = new Map<string, ExecutionSession>();
  readonly #list: LiveExecutionList;
  readonly #client: StackClient;
  readonly #cache: ExecutionCache;
  readonly #offboardings: OffboardingReader;
  readonly #maxAge: number;

  /** @param maxAge milliseconds within which one read serves several pages. */
  constructor(parts: { list: LiveExecutionList; client: StackClient; cache: ExecutionCache; maxAge: number }) {
    this.#list = parts.list;
    this.#client = parts.client;
    this.#cache = parts.cache;
    this.#offboardings = new OffboardingReader(parts.client);
    this.#maxAge = parts.maxAge;
  }

  /** @param after the id of the last event that the page has, or 0. */
  async read(arn: string, after: number): Promise<ExecutionUpdate> {
    const { described, events, definition } = await this.#refresh(arn);
    const view = viewExecution(described, events);
    this.#list.table.update(view, 'HISTORY');
    const { input, output, error, cause, stateMachineArn = '', redriveCount = 0 } = described;
    const { redriveStatus, redriveStatusReason } = described;
    return {
      ...omitUndefined({ input, output, error, cause, redriveStatus, redriveStatusReason }),
      ...(after === 0 && definition !== undefined ? { definition } : {}),
      view,
      steps: viewSteps(events),
      stateMachineArn,
      redriveCount,
      events: events.filter(({ id = 0 }) => id > after).map(toRecord),
    };
  }

  /** Of an execution of the offboard machine. */
  async offboarding(arn: string): Promise<Offboarding> {
    const { described, events } = await this.#refresh(arn);
    return this.#offboardings.read(described, events);
  }

  async evidence(arn: string): Promise<{ evidence?: PublishedEvidence }> {
    const { described, events } = await this.#refresh(arn);
    return omitUndefined({ evidence: await readPublishedEvidence(this.#client, described, events) });
  }

  /** After an action: the next read goes to Step Functions. */
  invalidate(arn: string): void {
    const session = this.#sessions.get(arn);
    if (session) Object.assign(session, { ended: false, readAt: Number.NEGATIVE_INFINITY });
  }

  async #refresh(arn: string): Promise<ExecutionSession> {
    const before = this.#sessions.get(arn) ?? this.#fromCache(arn);
    if (before && (before.ended || performance.now() - before.readAt < this.#maxAge)) return before;
    // Described before the history is read: the history of an execution that has ended by then is complete.
    const described = await this.#list.histories.describe(arn);
    const known = before?.events ?? [];
    const events = [...known, ...(await this.#list.histories.readAfter(arn, known))];
    const definition = before?.definition ?? (await this.#readDefinition(arn));
    const ended = described.status !== 'RUNNING';
    if (ended) this.#cache.put(arn, { described, events, partial: false });
    return this.#keep(arn, { described, events, ended, definition, readAt: performance.now() });
  }

  #fromCache(arn: string): ExecutionSession | undefined {
    const cached = this.#cache.get(arn);
    if (!cached || cached.partial) return undefined;
    // It may have been redriven since, so it is described again and its history continued.
    return { described: cached.described, events: cached.events, ended: false, readAt: Number.NEGATIVE_INFINITY };
  }

  #keep(arn: string, session: ExecutionSession): ExecutionSession {
    this.#sessions.delete(arn);
    this.#sessions.set(arn, session);
    for (const oldest of [...this.#sessions.keys()].slice(0, -MAX_SESSIONS)) this.#sessions.delete(oldest);
    return session;
  }

  async #readDefinition(executionArn: string): Promise<string> {
    const sfn = await this.#client.aws.sfn();
    const { definition = '{}' } = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    return definition;
  }
}

function toRecord(event: HistoryEvent): HistoryRecord {
  const { timestamp = new Date(0), id = 0, type } = event;
  return { ...event, id, type: type ?? '', timestamp: timestamp.toISOString() };
}
