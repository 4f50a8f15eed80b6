/** Versions of state machines and their aliases, of which there are none: publishing or making one is refused. */

import { invalidToken } from './errors.ts';
import type { Operations } from './inputs.ts';
import { machineAt, on, type Sfn } from './service.ts';

export function versions(sfn: Sfn) {
  return {
    ListStateMachineVersions: {
      permissions: on('ListStateMachineVersions', 'stateMachineArn'),
      run: (input) => ({ stateMachineVersions: noneOf(sfn, input) }),
    },
    ListStateMachineAliases: {
      permissions: on('ListStateMachineAliases', 'stateMachineArn'),
      run: (input) => ({ stateMachineAliases: noneOf(sfn, input) }),
    },
  } satisfies Operations;
}

/** @throws AwsError StateMachineDoesNotExist, InvalidToken */
function noneOf(
  sfn: Sfn,
  { stateMachineArn, nextToken }: { stateMachineArn: string; nextToken?: string | undefined },
): [] {
  machineAt(sfn, stateMachineArn);
  if (nextToken !== undefined) throw invalidToken('Invalid token');
  return [];
}
