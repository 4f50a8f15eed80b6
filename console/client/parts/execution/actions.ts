/** The actions on an execution, each with the command line that does the same. */

import { asNewRequest } from '../../../../client/executions/new-request.ts';
import { shellQuote } from '../../../../client/shell-quote.ts';
import { post } from '../../common/api.ts';
import { awsConsoleLink, executionPath } from '../../common/aws-console.ts';
import { awsCommand, offboardCommand } from '../../common/command-line.ts';
import { h } from '../../common/dom.ts';
import { type ExecutionDetail, refreshExecution } from '../../common/execution-detail.ts';
import { executionAddress, go } from '../../common/route.ts';
import { now } from '../../common/state.ts';
import { button } from '../basics.ts';
import { confirmAction } from '../dialog.ts';
import { redriveObstacle } from './redrive-obstacle.ts';

export function actionButtons(detail: ExecutionDetail) {
  const { status, arn } = detail.view;
  const failed = status !== 'RUNNING' && status !== 'SUCCEEDED';
  return h(
    'div',
    { class: 'row actions' },
    status === 'RUNNING' && button('Stop', () => stop(detail), { class: 'button danger' }),
    failed &&
      button('Redrive', () => redrive(detail), {
        disabled: redriveObstacle(detail) !== undefined,
        'aria-describedby': 'way-out',
      }),
    button('Ask again', () => askAgain(detail), { class: failed ? 'button primary' : 'button' }),
    awsConsoleLink(executionPath(arn)),
  );
}

/** After a failure: what each way out does. */
export function wayOut(detail: ExecutionDetail) {
  const { status } = detail.view;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return undefined;
  const obstacle = redriveObstacle(detail);
  const redriving = obstacle ?? 'Redrive continues at the state that failed, with the same input.';
  const asking = 'Ask again sends the request under a new id, as of now, once the reason is removed.';
  return h('p', { class: 'note', id: 'way-out' }, `${asking} ${redriving}`);
}

function stop({ view }: ExecutionDetail): void {
  confirmAction({
    title: 'Stop this execution?',
    text: 'The execution ends ABORTED and polls no more. A disassociation that AWS has accepted is not undone. The request is answered with DisassociationFailed; Ask again starts it anew.',
    commandLine: offboardCommand(`stop ${view.requestId ?? view.name}`),
    confirmLabel: 'Stop',
    confirmText: 'stop',
    inputLabel: 'Reason (kept as the cause)',
    run: (reason) => post('stop', { arn: view.arn, reason }),
    onDone: refreshExecution,
  });
}

function redrive({ view }: ExecutionDetail): void {
  confirmAction({
    title: 'Redrive this execution?',
    text: 'It continues at the state that failed, with the same input and the same history.',
    commandLine: awsCommand(`stepfunctions redrive-execution --execution-arn ${view.arn}`),
    confirmLabel: 'Redrive',
    run: () => post('redrive', { arn: view.arn }),
    onDone: refreshExecution,
  });
}

function askAgain({ view, stateMachineArn, input }: ExecutionDetail): void {
  confirmAction({
    title: 'Ask again as a new request?',
    text: 'A new execution starts, with a new id and as of now. It reads the present state first: an association that is already gone ends as ALREADY_GONE.',
    commandLine: awsCommand(
      `stepfunctions start-execution --state-machine-arn ${stateMachineArn} --input ${shellQuote(asNewRequest(input ?? '{}', new Date(now())))}`,
    ),
    confirmLabel: 'Ask again',
    run: () => post<{ arn: string }>('repeat', { arn: view.arn }),
    onDone: ({ arn }) => go(executionAddress(arn)),
  });
}
