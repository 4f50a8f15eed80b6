/** Versions of state machines and their aliases, of which there are none: publishing or making one is refused. */

import type {
  ListStateMachineAliasesInput,
  ListStateMachineAliasesOutput,
  ListStateMachineVersionsInput,
  ListStateMachineVersionsOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import { invalidToken } from './errors.ts';
import type { INPUTS } from './inputs.ts';
import { machineAt, on, type Sfn } from './service.ts';

export function versions(sfn: Sfn) {
  const ListStateMachineVersions: Operation<
    Checked<ListStateMachineVersionsInput, typeof INPUTS.ListStateMachineVersions>,
    ListStateMachineVersionsOutput
  > = {
    permissions: on('ListStateMachineVersions', 'stateMachineArn'),
    run(input) {
      machineAt(sfn, input.stateMachineArn);
      if (input.nextToken !== undefined) throw invalidToken('Invalid token');
      return { stateMachineVersions: [] };
    },
  };

  const ListStateMachineAliases: Operation<
    Checked<ListStateMachineAliasesInput, typeof INPUTS.ListStateMachineAliases>,
    ListStateMachineAliasesOutput
  > = {
    permissions: on('ListStateMachineAliases', 'stateMachineArn'),
    run(input) {
      machineAt(sfn, input.stateMachineArn);
      if (input.nextToken !== undefined) throw invalidToken('Invalid token');
      return { stateMachineAliases: [] };
    },
  };

  return { ListStateMachineVersions, ListStateMachineAliases };
}
