/** One execution as its page shows it: what it is, its whole history, its definition. */

import {
  type DescribeExecutionOutput,
  DescribeStateMachineForExecutionCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { pruned } from '../../../client/executions/request-summary.ts';
import { viewExecution, viewSteps } from '../../../client/executions/view.ts';
import type { Evidence, ExecutionUpdate, HistoryRecord, Offboarding } from '../../contract.ts';
import type { AwsGateway } from '../aws-gateway.ts';
import type { ExecutionCache } from './cache.ts';
import type { LiveExecutionList } from './live-list.ts';

interface Open {
  described: DescribeExecutionOutput;
  events: HistoryEvent[];
  /** Nothing is added to it any more. */
  ended: boolean;
  definition?: string;
  readAt: number;
}

/** Pages that are read at the same time. */
const KEPT = 20;

export class ExecutionSessions {
  readonly #open = new Map<string, Open>();
  readonly #reader: LiveExecutionList;
  readonly #source: AwsGateway;
  readonly #cache: ExecutionCache;
  readonly #stale: number;

  /** @param stale milliseconds within which one reading serves several pages. */
  constructor(parts: { reader: LiveExecutionList; source: AwsGateway; cache: ExecutionCache; stale: number }) {
    this.#reader = parts.reader;
    this.#source = parts.source;
    this.#cache = parts.cache;
    this.#stale = parts.stale;
  }

  /** @param after the id of the last event that the page has; 0 for a page that has nothing. */
  async read(arn: string, after: number): Promise<ExecutionUpdate> {
    const open = await this.#refresh(arn);
    const view = viewExecution(open.described, open.events);
    this.#reader.rows.tell(view, 'HISTORY');
    const { input, output, error, cause, stateMachineArn = '', redriveCount = 0 } = open.described;
    const { redriveStatus, redriveStatusReason } = open.described;
    return {
      ...pruned({ input, output, error, cause, redriveStatus, redriveStatusReason }),
      ...(after === 0 && open.definition !== undefined ? { definition: open.definition } : {}),
      view,
      steps: viewSteps(open.events),
      stateMachineArn,
      redriveCount,
      events: open.events.filter(({ id = 0 }) => id > after).map(asItem),
    };
  }

  /** For an execution of the offboard machine: its plan, and how that goes. */
  async offboarding(arn: string): Promise<Offboarding> {
    const { described, events } = await this.#refresh(arn);
    return this.#source.offboardings.read(described, events);
  }

  async evidence(arn: string): Promise<{ evidence?: Evidence }> {
    const { described, events } = await this.#refresh(arn);
    return pruned({ evidence: await this.#source.offboardings.evidence(described, events) });
  }

  /** What was done to it shows at once. */
  forget(arn: string): void {
    const open = this.#open.get(arn);
    if (open) Object.assign(open, { ended: false, readAt: Number.NEGATIVE_INFINITY });
  }

  async #refresh(arn: string): Promise<Open> {
    const before = this.#open.get(arn) ?? this.#fromCache(arn);
    if (before && (before.ended || performance.now() - before.readAt < this.#stale)) return before;
    // Described first: when it says that it has ended, the history after it is whole.
    const described = await this.#reader.histories.describe(arn);
    const known = before?.events ?? [];
    const events = [...known, ...(await this.#reader.histories.after(arn, known))];
    const definition = before?.definition ?? (await this.#definition(arn));
    const ended = described.status !== 'RUNNING';
    const open: Open = { described, events, ended, definition, readAt: performance.now() };
    if (ended) this.#cache.put(arn, { described, events, partial: false });
    return this.#keep(arn, open);
  }

  #fromCache(arn: string): Open | undefined {
    const kept = this.#cache.get(arn);
    if (!kept || kept.partial) return undefined;
    // Ended, but it may have been redriven since: it is described again, and its history read on.
    return { described: kept.described, events: kept.events, ended: false, readAt: Number.NEGATIVE_INFINITY };
  }

  #keep(arn: string, open: Open): Open {
    this.#open.delete(arn);
    this.#open.set(arn, open);
    for (const oldest of [...this.#open.keys()].slice(0, -KEPT)) this.#open.delete(oldest);
    return open;
  }

  async #definition(executionArn: string): Promise<string> {
    const client = await this.#source.clients.sfn();
    const { definition = '{}' } = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    return definition;
  }
}

function asItem(event: HistoryEvent): HistoryRecord {
  const { timestamp = new Date(0), id = 0, type } = event;
  return { ...event, id, type: type ?? '', timestamp: timestamp.toISOString() };
}
