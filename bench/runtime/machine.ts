/** The machine that is measured: six states, no Lambda; nothing of it waits. */

import type { LocalAwsInfo } from '@offboard/local-aws';
import type { Client } from './client.ts';

export const INPUT = { order: { id: 'A-17', lines: [1, 2, 3] }, total: 42 };

/** The same work in either language. */
export const SIX_STATES = {
  JSONPath: {
    StartAt: 'Take',
    States: {
      Take: { Type: 'Pass', Parameters: { 'order.$': '$.order', 'total.$': '$.total' }, Next: 'Big' },
      Big: {
        Type: 'Choice',
        Choices: [{ Variable: '$.total', NumericGreaterThan: 10, Next: 'Mark' }],
        Default: 'Done',
      },
      Mark: { Type: 'Pass', Result: { big: true }, ResultPath: '$.mark', Next: 'Name' },
      Name: {
        Type: 'Pass',
        Parameters: { 'id.$': '$.order.id', 'mark.$': '$.mark.big' },
        ResultPath: '$.name',
        Next: 'Keep',
      },
      Keep: { Type: 'Pass', OutputPath: '$.name', Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
  },
  JSONata: {
    QueryLanguage: 'JSONata',
    StartAt: 'Take',
    States: {
      Take: {
        Type: 'Pass',
        Output: { order: '{% $states.input.order %}', total: '{% $states.input.total %}' },
        Next: 'Big',
      },
      Big: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.total > 10 %}', Next: 'Mark' }],
        Default: 'Done',
      },
      Mark: { Type: 'Pass', Output: '{% $merge([$states.input, {"mark": {"big": true}}]) %}', Next: 'Name' },
      Name: {
        Type: 'Pass',
        Output: { name: { id: '{% $states.input.order.id %}', mark: '{% $states.input.mark.big %}' } },
        Next: 'Keep',
      },
      Keep: { Type: 'Pass', Output: '{% $states.input.name %}', Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
  },
} as const;

/** The role of the stack's first machine, or the bare runtime's: one that Step Functions may take on. */
export async function roleOf(client: Client, { account, machines }: LocalAwsInfo): Promise<string> {
  const [stateMachineArn] = machines;
  if (stateMachineArn === undefined) return `arn:aws:iam::${account}:role/bare`;
  return (await client.call<{ roleArn: string }>('states', 'DescribeStateMachine', { stateMachineArn })).roleArn;
}

/** @returns its ARN. */
export async function createMachine(
  client: Client,
  info: LocalAwsInfo,
  name: string,
  definition: object,
): Promise<string> {
  const { stateMachineArn } = await client.call<{ stateMachineArn: string }>('states', 'CreateStateMachine', {
    name,
    roleArn: await roleOf(client, info),
    definition: JSON.stringify(definition),
  });
  return stateMachineArn;
}

/** How many executions of a machine have this status. */
export async function countExecutions(client: Client, stateMachineArn: string, statusFilter: string): Promise<number> {
  let count = 0;
  let nextToken: string | undefined;
  do {
    const page = await client.call<{ executions: unknown[]; nextToken?: string }>('states', 'ListExecutions', {
      stateMachineArn,
      statusFilter,
      maxResults: 1000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    count += page.executions.length;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return count;
}
