import { describe, expect, test } from 'vitest';
import { resourceOf } from '../../../../local/executions/integrations/index.ts';
import { findings, LAMBDA } from './validating.ts';

const serves = (resource: string) => resourceOf(resource) !== undefined;

describe('this runtime serves', () => {
  test.each([
    LAMBDA,
    `${LAMBDA}:live`,
    'arn:aws:states:::lambda:invoke',
    'arn:aws:states:::lambda:invoke.waitForTaskToken',
    'arn:aws:states:::events:putEvents',
    'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    'arn:aws:states:::states:startExecution',
    'arn:aws:states:::states:startExecution.sync',
    'arn:aws:states:::states:startExecution.sync:2',
    'arn:aws:states:::states:startExecution.waitForTaskToken',
    'arn:aws:states:::aws-sdk:sfn:describeExecution',
    'arn:aws:states:::aws-sdk:s3:getObject',
  ])('%s', (resource) => {
    expect(serves(resource)).toBe(true);
  });
});

describe('and refuses, in the words of AWS,', () => {
  test.each([
    'arn:aws:states:::dynamodb:putItem',
    'arn:aws:states:::lambda:invoke.sync',
    'arn:aws:states:::aws-sdk:dynamodb:putItem',
    'arn:aws:states:::aws-sdk:s3:getObject.sync',
    'arn:aws:states:us-east-1:111122223333:activity:work',
  ])('%s', (resource) => {
    const states = { A: { Type: 'Task', Resource: resource, End: true } };
    expect(findings(states, {}, { serves })).toEqual([
      `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/A/Resource`,
    ]);
    expect(findings(states)).toEqual([]);
  });
});
