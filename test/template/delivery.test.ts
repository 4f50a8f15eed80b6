import { describe, expect, it } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import {
  announcements,
  patternOfKind,
  patternOfUnknownEvent,
  patternOfUnknownKind,
  requests,
} from '../../events/index.ts';
import { list, packaged, pointsTo } from './packaged.ts';

const { of, template } = await packaged();
const rules = of('AWS::Events::Rule');
const named = new Map(rules.map(([, { Properties }]) => [Properties.Name as string, Properties]));

interface Target {
  Id: string;
  Arn: unknown;
  RetryPolicy?: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
  DeadLetterConfig?: { Arn: unknown };
}

const targets = rules.flatMap(([logicalId, { Properties }]) =>
  (Properties.Targets as Target[]).map((target) => [`${logicalId} ${target.Id}`, logicalId, target] as const),
);

/** Who may send to a queue on behalf of what, by the queue policies. */
function sendersTo(queue: string): { service: string; sources: (string | undefined)[] }[] {
  return of('AWS::SQS::QueuePolicy')
    .filter(([, { Properties }]) => list(Properties.Queues).some((one) => pointsTo(one) === queue))
    .flatMap(([, { Properties }]) => list(Properties.PolicyDocument.Statement))
    .map(({ Principal, Condition }) => ({
      service: Principal.Service,
      sources: list(Condition?.ArnEquals?.['aws:SourceArn']).map(pointsTo),
    }));
}

describe('rules say what the contracts say', () => {
  it.each(kinds)('%s', (kind) => {
    expect(named.get(`offboard-dev-${kind}`)?.EventPattern).toEqual(patternOfKind(kind));
  });

  it('unknown kinds', () => {
    expect(named.get('offboard-dev-unknown-kind')?.EventPattern).toEqual(patternOfUnknownKind(kinds));
  });

  it('unknown events: all but what a rule hears or we say ourselves', () => {
    const known = [...Object.values(requests), ...Object.values(announcements)];
    expect(named.get('offboard-dev-unknown-event')?.EventPattern).toEqual(patternOfUnknownEvent(known));
  });

  it('and stay within EventBridge’s 2,048 characters', () => {
    for (const [name, { EventPattern }] of named) {
      // A Ref becomes an ARN of about 90 characters.
      const text = JSON.stringify(EventPattern ?? {}).replace(/\{"Ref":"\w+"\}/g, 'x'.repeat(100));
      expect(text.length, name).toBeLessThan(2048);
    }
  });
});

describe.each(targets)('target %s', (_, rule, target) => {
  it('is retried for a day', () => {
    expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
  });

  it('has a dead-letter queue that its rule may write to', () => {
    const queue = pointsTo(target.DeadLetterConfig?.Arn) ?? '';
    expect(template.Resources[queue]?.Type).toBe('AWS::SQS::Queue');
    // EventBridge cannot write to a queue encrypted with a key AWS owns, which is SQS's default.
    expect(template.Resources[queue]?.Properties.SqsManagedSseEnabled).toBe(false);
    expect(sendersTo(queue)).toContainEqual({
      service: 'events.amazonaws.com',
      sources: expect.arrayContaining([rule]),
    });
  });
});

describe('asynchronous functions', () => {
  const invokedByRules = of('AWS::Lambda::Permission').map(([, { Properties }]) => pointsTo(Properties.FunctionName));

  it.each([...new Set(invokedByRules)])('%s has a queue for what it fails at, which it may write to', (logicalId) => {
    const config = of('AWS::Lambda::EventInvokeConfig').find(
      ([, { Properties }]) => pointsTo(Properties.FunctionName) === logicalId,
    )?.[1].Properties;
    const queue = pointsTo(config?.DestinationConfig.OnFailure.Destination);
    const role = template.Resources.RejectRole?.Properties.Policies[0].PolicyDocument.Statement;
    expect(template.Resources[queue ?? '']?.Type).toBe('AWS::SQS::Queue');
    expect(role).toContainEqual(
      expect.objectContaining({ Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [queue, 'Arn'] } }),
    );
  });
});

describe('alarms', () => {
  const alarms = of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  const watched = (metric: string) =>
    alarms
      .filter(({ MetricName }) => MetricName === metric)
      .flatMap(({ Dimensions }) => list(Dimensions).map(({ Value }) => pointsTo(Value)));

  it('all go to the one topic', () => {
    expect(new Set(alarms.map(({ AlarmActions }) => JSON.stringify(AlarmActions)))).toEqual(
      new Set([JSON.stringify([{ Ref: 'AlarmTopic' }])]),
    );
  });

  it('watch every queue', () => {
    expect(watched('ApproximateNumberOfMessagesVisible').sort()).toEqual(
      of('AWS::SQS::Queue')
        .map(([id]) => id)
        .sort(),
    );
  });

  it.each(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])('watch %s of every machine', (metric) => {
    expect(watched(metric).sort()).toEqual(
      of('AWS::StepFunctions::StateMachine')
        .map(([id]) => id)
        .sort(),
    );
  });

  it('watch the errors of every asynchronous function', () => {
    const invoked = of('AWS::Lambda::Permission').map(([, { Properties }]) => pointsTo(Properties.FunctionName));
    expect(watched('Errors').sort()).toEqual([...new Set(invoked)].sort());
  });
});
