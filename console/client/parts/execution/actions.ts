/** What can be done with an execution, each with the command line that does the same. */

import { post } from '../../api.ts';
import { executionPath, inAwsConsole } from '../../aws-console.ts';
import { h } from '../../dom.ts';
import { type Opened, refreshNow } from '../../pages/execution.ts';
import { executionAddress, go } from '../../route.ts';
import { known } from '../../state.ts';
import { button } from '../basics.ts';
import { ask } from '../dialog.ts';

export function actionButtons(execution: Opened) {
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

function stop({ view }: Opened): void {
  const flags = known.about?.flags ?? '';
  ask(
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
    allowed(),
  );
}

function redrive({ view }: Opened): void {
  ask(
    {
      title: 'Redrive this execution?',
      text: 'It goes on at the state that failed, with the same input and the same history.',
      line: `aws stepfunctions redrive-execution --execution-arn ${view.arn}${endpoint()}`,
      verb: 'Redrive',
      run: () => post('redrive', { arn: view.arn }),
      done: refreshNow,
    },
    allowed(),
  );
}

function again({ view, stateMachineArn, input }: Opened): void {
  ask(
    {
      title: 'Run again with the same input?',
      text: 'Another execution begins. It looks first: what is gone already ends as ALREADY_GONE.',
      line: `aws stepfunctions start-execution --state-machine-arn ${stateMachineArn} --input ${quoted(input ?? '{}')}${endpoint()}`,
      verb: 'Run again',
      run: () => post<{ arn: string }>('again', { arn: view.arn }),
      done: (answer) => go(executionAddress((answer as { arn: string }).arn)),
    },
    allowed(),
  );
}

export function allowed(): boolean {
  return known.about?.actions === true;
}

/** For the AWS CLI. */
export function endpoint(): string {
  const { about } = known;
  return about?.local ? ` --endpoint-url ${location.origin}` : ` --region ${about?.region}`;
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
