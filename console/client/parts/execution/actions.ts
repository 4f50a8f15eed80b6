/** What can be done with an execution, each with the command line that does the same. */

import { post } from '../../api.ts';
import { executionPath, inAwsConsole } from '../../aws-console.ts';
import { h } from '../../dom.ts';
import { type ExecutionDetail, refreshNow } from '../../pages/execution.ts';
import { executionAddress, go } from '../../route.ts';
import { known } from '../../state.ts';
import { button } from '../basics.ts';
import { confirmAction } from '../dialog.ts';

export function actionButtons(execution: ExecutionDetail) {
  const { view, redriveStatus } = execution;
  const running = view.status === 'RUNNING';
  return h(
    'div',
    { class: 'row actions' },
    running && button('Stop', () => stop(execution), { class: 'button danger' }),
    !running && redriveStatus === 'REDRIVABLE' && button('Redrive', () => redrive(execution)),
    button('Run again', () => again(execution)),
    inAwsConsole(executionPath(view.arn)),
  );
}

function stop({ view }: ExecutionDetail): void {
  const flags = known.about?.flags ?? '';
  confirmAction(
    {
      title: 'Stop looking and waiting?',
      text: 'The execution ends ABORTED and cannot be taken up again. What AWS has accepted goes on all the same. The request is then answered with DisassociationFailed.',
      line: `npx offboard stop ${view.requestId ?? view.name} ${flags}`,
      verb: 'Stop',
      typed: 'stop',
      field: 'Why (kept as the cause)',
      run: (reason) => post('stop', { arn: view.arn, reason }),
      done: refreshNow,
    },
    actionsAllowed(),
  );
}

function redrive({ view }: ExecutionDetail): void {
  confirmAction(
    {
      title: 'Redrive this execution?',
      text: 'It goes on at the state that failed, with the same input and the same history.',
      line: `aws stepfunctions redrive-execution --execution-arn ${view.arn}${awsCliFlags()}`,
      verb: 'Redrive',
      run: () => post('redrive', { arn: view.arn }),
      done: refreshNow,
    },
    actionsAllowed(),
  );
}

function again({ view, stateMachineArn, input }: ExecutionDetail): void {
  confirmAction(
    {
      title: 'Run again with the same input?',
      text: 'Another execution begins. It looks first: what is gone already ends as ALREADY_GONE.',
      line: `aws stepfunctions start-execution --state-machine-arn ${stateMachineArn} --input ${shellQuote(input ?? '{}')}${awsCliFlags()}`,
      verb: 'Run again',
      run: () => post<{ arn: string }>('again', { arn: view.arn }),
      done: (answer) => go(executionAddress((answer as { arn: string }).arn)),
    },
    actionsAllowed(),
  );
}

export function actionsAllowed(): boolean {
  return known.about?.actions === true;
}

/** For the AWS CLI. */
export function awsCliFlags(): string {
  const { about } = known;
  return about?.local ? ` --endpoint-url ${location.origin}` : ` --region ${about?.region}`;
}

export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
