/** What finds daily who left without a signal, where a signal's source can be listed. */

import { type HandedSignal, signalIn } from '../events/signal-input.ts';
import { type Parts, withParts } from './parts.ts';
import { replacePlaceholders } from './placeholders.ts';
import type { Resources } from './template.ts';

/** templates/reconciliation.yml */
export interface ReconciliationTemplate extends Parts {
  /** By what a signal names. */
  lists: Readonly<Record<string, readonly unknown[]>>;
}

/** The stack with it; unchanged where no signal of the stage has a list. @param rules of the signals. */
export function withReconciliation(stack: Parts, template: ReconciliationTemplate, rules: Resources): Parts {
  const signals = listed(rules);
  if (signals.length === 0) return stack;
  const lists = new Set(signals.map(({ list }) => list));
  const directories = new Set(signals.flatMap((signal) => signal.directories ?? []));
  const statements = [...lists].flatMap((list) => template.lists[list ?? ''] ?? []);
  const values = {
    __listed__: signals.map(targetOf),
    __listStatements__: replacePlaceholders(statements, { __directoryArns__: [...directories].map(arnOf) }),
  };
  return withParts(stack, replacePlaceholders(template, values));
}

function arnOf(directory: string): object {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:ds:\${AWS::Region}:\${AWS::AccountId}:directory/${directory}` };
}

function listed(rules: Resources): HandedSignal[] {
  return Object.values(rules).flatMap(({ Properties }) => {
    const { Targets = [] } = Properties as { Targets?: { InputTransformer: { InputTemplate: string } }[] };
    const signals = Targets.flatMap(({ InputTransformer }) => signalIn(InputTransformer.InputTemplate) ?? []);
    return signals.filter(({ list }) => list !== undefined);
  });
}

function targetOf(signal: HandedSignal): object {
  return {
    Id: signal.name,
    Arn: { Ref: 'ReconcileStateMachine' },
    RoleArn: { 'Fn::GetAtt': ['RuleRole', 'Arn'] },
    Input: JSON.stringify({ signal }),
    RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
  };
}
