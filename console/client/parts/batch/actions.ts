/** What can be done with several executions at once; each has its own result. */

import { asNewRequest } from '../../../../client/executions/new-request.ts';
import { shellQuote } from '../../../../client/shell-quote.ts';
import type { ExecutionRow, ExecutionUpdate } from '../../../contract.ts';
import { get, post } from '../../common/api.ts';
import { awsCommand, offboardCommand } from '../../common/command-line.ts';
import { isOfKind } from '../../common/execution-search.ts';
import { appState, now, roleOf } from '../../common/state.ts';

export interface BatchAction {
  label: string;
  /** What happens, and what does not. */
  text: string;
  confirmText: string;
  inputLabel?: string;
  /** Why it cannot be done with this one. */
  obstacle(row: ExecutionRow): string | undefined;
  /** Of an execution with which it can be done. */
  effect(row: ExecutionRow): string;
  commandLine(rows: readonly ExecutionRow[]): string | Promise<string>;
  /** @returns the result in words. */
  run(row: ExecutionRow, reason: string): Promise<string>;
}

const idOf = ({ requestId, name }: ExecutionRow) => requestId ?? name;

export const batchActions: readonly BatchAction[] = [
  {
    label: 'Stop',
    text: 'Each execution ends ABORTED and polls no more. A disassociation that AWS has accepted is not undone.',
    confirmText: 'stop',
    inputLabel: 'Reason (kept as the cause)',
    obstacle: ({ status }) => (status === 'RUNNING' ? undefined : 'it runs no more'),
    effect: ({ serviceStatus, state }) => `is stopped in ${serviceStatus ?? state ?? 'its first state'}`,
    commandLine: (rows) => rows.map((row) => offboardCommand(`stop ${idOf(row)}`)).join(' && '),
    async run({ arn }, reason) {
      await post('stop', { arn, reason });
      return 'stopped';
    },
  },
  {
    label: 'Ask again',
    text: 'For each a new execution starts, with a new id and as of now. It reads the present state first.',
    confirmText: 'ask again',
    obstacle: (row) => (isOfKind(row, '') ? undefined : 'it is no request'),
    effect: ({ status, outcome }) => `ended ${outcome ?? status}, is asked for again`,
    async commandLine(rows) {
      const read = await Promise.all(
        rows.map(({ arn }) => get<ExecutionUpdate>('execution', { arn, after: Number.MAX_SAFE_INTEGER })),
      );
      const starts = read.map(
        ({ stateMachineArn, input = '{}' }) =>
          `stepfunctions start-execution --state-machine-arn ${stateMachineArn} --input ${shellQuote(asNewRequest(input, new Date(now())))}`,
      );
      return starts.map(awsCommand).join(' && ');
    },
    async run({ arn }) {
      const started = await post<{ arn: string }>('repeat', { arn });
      return `asked again as ${started.arn.split(':').at(-1)}`;
    },
  },
  {
    label: 'Approve',
    text: 'Discovery runs once more for each, then every association of its plan is removed. The answers are given with this console’s identity.',
    confirmText: 'approve',
    inputLabel: 'Reason (kept with the answers)',
    obstacle(row) {
      if (row.pendingApproval === undefined || roleOf(row) !== 'offboard') return 'it waits for no approval of a plan';
      const own = row.pendingApproval.requestedBy;
      return own !== undefined && own === appState.stack?.identity ? 'you requested it' : undefined;
    },
    effect: ({ pendingApproval: { action = '', risks = [] } = { approvers: '', action: '', onTimeout: '' } }) =>
      [action.replace(/^approve or deny/, 'approves'), risks.length > 0 && `risks: ${risks.join(', ')}`]
        .filter(Boolean)
        .join('; '),
    commandLine: (rows) => offboardCommand(`approve ${rows.map(idOf).join(' ')} --reason ${shellQuote('why')}`),
    async run({ arn }, reason) {
      await post('answer', { arn, decision: 'approve', reason });
      return 'approved';
    },
  },
];
