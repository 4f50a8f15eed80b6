/** The stack's signals: the rules that start its signal state machine, as they are deployed. */

import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { type HandedSignal, signalIn } from '../../events/signal-input.ts';
import { mapConcurrently } from '../concurrency.ts';
import { type DeployedRule, deployedRules } from '../events/deployed-rules.ts';
import { parseObject } from '../json.ts';
import type { StackClient } from '../stack-client.ts';

export interface DeployedSignal {
  name: string;
  description: string;
  bus: string;
  enabled: boolean;
  pattern: object;
  /** What the rule hands to the state machine beside the event. */
  mapping: HandedSignal;
}

/** By name. @throws ClientError */
export async function listSignals(client: StackClient): Promise<DeployedSignal[]> {
  const { name: stack } = await client.stack();
  const signals = (await deployedRules(client)).filter(({ rule }) => rule.startsWith(`${stack}-signal-`));
  const read = await mapConcurrently(signals, (signal) => readSignal(client, signal));
  return read.flatMap((signal) => signal ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readSignal(client: StackClient, { rule: Name, bus }: DeployedRule): Promise<DeployedSignal | undefined> {
  const eventbridge = await client.aws.eventbridge();
  const [rule, { Targets = [] }] = await Promise.all([
    eventbridge.send(new DescribeRuleCommand({ Name, EventBusName: bus })),
    eventbridge.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName: bus })),
  ]);
  const [mapping] = Targets.flatMap(({ InputTransformer }) => signalIn(InputTransformer?.InputTemplate) ?? []);
  if (mapping === undefined) return undefined;
  const { Description = '', State, EventPattern } = rule;
  return {
    name: mapping.name,
    description: Description,
    bus,
    enabled: State !== 'DISABLED',
    pattern: parseObject(EventPattern) ?? {},
    mapping,
  };
}
