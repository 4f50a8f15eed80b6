import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../../core/aws.ts';
import { harness, passes, ROLE } from '../executions/harness.ts';

const here = harness();
afterAll(() => here.close());

describe('a request', () => {
  it('whose member is of another shape is refused before anything is done', async () => {
    await expect(here.call('DescribeExecution', { executionArn: 5 })).rejects.toMatchObject({
      code: 'SerializationException',
    });
    await expect(here.call('ListStateMachines', { maxResults: 1.5 })).rejects.toMatchObject({
      code: 'SerializationException',
    });
    await expect(here.call('CreateStateMachine', { name: 'x', tags: [null] })).rejects.toMatchObject({
      code: 'SerializationException',
    });
  });

  it('may say null for what it leaves out', async () => {
    const input = { name: 'x', roleArn: ROLE, definition: JSON.stringify(passes(1)), tags: null, publish: null };
    expect(await here.call('CreateStateMachine', input)).toMatchObject({ stateMachineArn: expect.any(String) });
  });

  it('of any form gets an answer or an error of AWS, never a failure of ours', async () => {
    const members = [
      'name',
      'definition',
      'stateMachineArn',
      'executionArn',
      'mapRunArn',
      'nextToken',
      'maxResults',
      'input',
    ];
    const arn = fc.constantFrom(
      'arn:aws:states:us-east-1:111122223333:stateMachine:x',
      'arn:aws:states:us-east-1:111122223333:execution:x:y',
      'arn:aws:states:us-east-1:111122223333:mapRun:x/y:z',
      ROLE,
    );
    const token = fc.record({ list: fc.string(), last: fc.jsonValue(), expires: fc.double() });
    const value = fc.oneof(
      arn,
      fc.jsonValue(),
      fc.string(),
      token.map((t) => Buffer.from(JSON.stringify(t)).toString('base64url')),
    );
    const input = fc.dictionary(
      fc.constantFrom(...members, 'roleArn', 'taskToken', 'output', 'tags', 'loggingConfiguration'),
      value,
    );
    const operation = fc.constantFrom(...Object.keys(here.sfn.operations));
    await fc.assert(
      fc.asyncProperty(operation, input, async (name, inputs) => {
        const answer = await here.call(name, inputs).catch((error: unknown) => error);
        if (answer instanceof Error) expect(answer).toBeInstanceOf(AwsError);
      }),
      { numRuns: 2_000 },
    );
  });
});
