import { compilePattern } from '@offboard/event-pattern';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import {
  patternOfKind,
  patternOfUnknownEvent,
  patternOfUnknownKind,
  publishedEvents,
  requests,
} from '../../events/index.ts';
import { pascal } from '../../packaging/template.ts';
import { list, packaged, pointsTo, type Resource } from './packaged.ts';

const { of, template } = await packaged();
const rules = of('AWS::Events::Rule');
const named = new Map(rules.map(([, { Properties }]) => [Properties.Name as string, Properties]));

interface Target {
  Id: string;
  Arn: unknown;
  RoleArn?: unknown;
  RetryPolicy?: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
  DeadLetterConfig?: { Arn: unknown };
}

const targets = rules.flatMap(([logicalId, { Properties }]) =>
  (Properties.Targets as Target[]).map((target) => [`${logicalId} ${target.Id}`, logicalId, target] as const),
);

/** The patterns of the rules that EventBridge may send to a queue for, by the queue policies. */
function sendersTo(queue: string): unknown[] {
  return of('AWS::SQS::QueuePolicy')
    .filter(([, { Properties }]) => list(Properties.Queues).some((one) => pointsTo(one) === queue))
    .flatMap(([, { Properties }]) => list(Properties.PolicyDocument.Statement))
    .filter(({ Effect, Principal }) => Effect === 'Allow' && Principal.Service === 'events.amazonaws.com')
    .flatMap(({ Condition }) => list(Condition.ArnLike['aws:SourceArn']));
}

/** A pattern over the names of rules, as ARNs spell them: on the stack's bus, else on the default bus. */
const rulePattern = (name: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${name}`,
});
const patternOf = ({ EventBusName }: Record<string, unknown>) =>
  rulePattern(EventBusName === undefined ? 'offboard-dev-*' : 'offboard-dev/*');

describe('rules say what the contracts say', () => {
  it.each(kinds)('%s', (kind) => {
    expect(named.get(`offboard-dev-${kind}`)?.EventPattern).toEqual(patternOfKind(kind));
  });

  it('unknown kinds', () => {
    expect(named.get('offboard-dev-unknown-kind')?.EventPattern).toEqual(patternOfUnknownKind(kinds));
  });

  it('unknown events: all but what a rule hears or we say ourselves', () => {
    const known = [...Object.values(requests), ...Object.values(publishedEvents), { detailType: 'PersonLeaving' }];
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
    expect(sendersTo(queue)).toContainEqual(patternOf(template.Resources[rule]?.Properties ?? {}));
  });

  it('starts its state machine with a role that the rule may assume', () => {
    if (target.RoleArn === undefined) return;
    const { AssumeRolePolicyDocument, Policies } = template.Resources[pointsTo(target.RoleArn) ?? '']?.Properties ?? {};
    const [{ Condition }] = AssumeRolePolicyDocument.Statement;
    expect(Condition.ArnLike['aws:SourceArn']).toContainEqual(patternOf(template.Resources[rule]?.Properties ?? {}));
    const [{ Action, Resource }] = Policies[0].PolicyDocument.Statement;
    expect(Action).toBe('states:StartExecution');
    expect(Resource).toContainEqual(target.Arn);
  });
});

it('what may have ended without an answer is reported, whatever its error: also where that is null', () => {
  const pattern = named.get('offboard-dev-execution-failed')?.EventPattern;
  const arns = pattern.detail.stateMachineArn.map(pointsTo);
  const resolved = { ...pattern, detail: { ...pattern.detail, stateMachineArn: arns } };
  const matches = compilePattern(resolved);
  const status = (detail: object) =>
    matches({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: { stateMachineArn: 'OffboardStateMachine', ...detail },
    });
  for (const ended of ['TIMED_OUT', 'ABORTED']) {
    for (const error of [{}, { error: null }, { error: 'States.Timeout' }]) {
      expect(status({ status: ended, ...error }), JSON.stringify(error)).toBe(true);
    }
  }
  expect(status({ status: 'FAILED', error: 'States.Runtime' })).toBe(true);
  expect(status({ status: 'FAILED' })).toBe(true);
  for (const outcome of ['FAILED', 'REJECTED', 'TIMED_OUT'])
    expect(status({ status: 'FAILED', error: outcome })).toBe(false);
});

it('the role of the rules may start what a rule starts, and nothing else', () => {
  const { Policies } = template.Resources.RuleRole?.Properties ?? {};
  const [{ Resource }] = Policies[0].PolicyDocument.Statement;
  const started = targets.flatMap(([, , { Arn, RoleArn }]) => (RoleArn === undefined ? [] : [pointsTo(Arn)]));
  expect(
    list(Resource as unknown[])
      .map(pointsTo)
      .toSorted(),
  ).toEqual([...new Set(started)].toSorted());
});

it.each(of('AWS::SQS::Queue'))('%s is encrypted by SQS, which asks its senders for no key', (_, { Properties }) => {
  expect(Properties.SqsManagedSseEnabled).toBe(true);
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

interface MetricStat {
  Metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: unknown }[] };
}

describe('alarms', () => {
  const alarms = of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  const metricsOf = ({ Metrics }: Resource['Properties']) =>
    (Metrics as { Id: string; MetricStat?: MetricStat }[]).flatMap(({ MetricStat: stat }) => stat?.Metric ?? []);
  const summingAlarms = alarms.filter(({ Metrics }) => Metrics !== undefined);
  const watched = (metric: string) =>
    summingAlarms
      .flatMap(metricsOf)
      .filter(({ MetricName }) => MetricName === metric)
      .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => pointsTo(Value)));

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

  it.each(kinds)('of %s counts what failed or timed out, and not what was rejected', (kind) => {
    const alarm = summingAlarms.find(({ AlarmName }) => AlarmName === `offboard-dev-${kind}`);
    const Dimensions = [
      { Name: 'kind', Value: kind },
      { Name: 'service', Value: 'offboard-dev' },
    ];
    expect(metricsOf(alarm ?? {})).toEqual([
      { Namespace: 'Offboard', MetricName: 'Failed', Dimensions },
      { Namespace: 'Offboard', MetricName: 'TimedOut', Dimensions },
    ]);
  });

  it('of offboardings counts their events', () => {
    const alarm = summingAlarms.find(({ AlarmName }) => AlarmName === 'offboard-dev-offboard');
    expect(metricsOf(alarm ?? {}).map(({ MetricName }) => MetricName)).toEqual(['OffboardingFailed']);
  });

  it.each(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])(
    'watch %s of every machine that has no outcomes to count',
    (metric) => {
      expect(watched(metric).sort()).toEqual(
        of('AWS::StepFunctions::StateMachine')
          .map(([id]) => id)
          .filter((id) => id !== 'OffboardStateMachine' && !kinds.some((kind) => id === `${pascal(kind)}StateMachine`))
          .sort(),
      );
    },
  );

  it('return the sum of what they count, or the one metric', () => {
    for (const { Metrics } of summingAlarms) {
      const [sum, ...summed] = Metrics as { Id: string; Expression?: string; ReturnData: boolean }[];
      const ids = summed.map(({ Id }) => Id).join(', ');
      expect(sum).toMatchObject({ ...(ids === '' ? {} : { Expression: `SUM([${ids}])` }), ReturnData: true });
      expect(summed.every(({ ReturnData }) => ReturnData === false)).toBe(true);
    }
  });

  it('watch the functions that publish what other alarms count, and every asynchronous one', () => {
    expect(watched('Errors')).toEqual(['CompleteLambdaFunction', 'PublishLambdaFunction', 'RejectLambdaFunction']);
    const asynchronous = of('AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) =>
      pointsTo(Properties.FunctionName),
    );
    expect(watched('Errors')).toEqual(expect.arrayContaining(asynchronous));
  });
});
