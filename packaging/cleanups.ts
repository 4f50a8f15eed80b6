import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { policySchema } from '../events/cleanup.ts';
import { pascal, type Template } from './template.ts';

/** A file of events/cleanups: a policy, and when it is run. */
const fileSchema = v.strictObject({ schedule: v.string(), policy: policySchema });

/** By logical id. @throws Error for a policy that `offboard schedule add` would refuse, too. */
export function cleanupRules(root: string, stackName: string): Template['Resources'] {
  const files = globSync('events/cleanups/*.json', { cwd: root }).sort();
  return Object.fromEntries(
    files.map((file) => {
      const { schedule, policy } = v.parse(fileSchema, JSON.parse(readFileSync(join(root, file), 'utf8')));
      return [`${pascal(policy.name)}CleanupRule`, ruleOf(schedule, policy, stackName)];
    }),
  );
}

function ruleOf(schedule: string, policy: v.InferOutput<typeof policySchema>, stackName: string) {
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      // On the default bus: AWS runs schedules on no other.
      Name: `${stackName}-cleanup-${policy.name}`,
      Description: policy.description,
      ScheduleExpression: schedule,
      Targets: [
        {
          Id: 'Cleanup',
          Arn: { Ref: 'CleanupStateMachine' },
          RoleArn: { 'Fn::GetAtt': ['RuleRole', 'Arn'] },
          Input: JSON.stringify({ policy }),
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
        },
      ],
    },
  };
}
