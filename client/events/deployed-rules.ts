/** The rules that were deployed with the stack, as CloudFormation lists them. */

import { paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { isMissingStack } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import { DEFAULT_BUS } from './rules.ts';

export interface DeployedRule {
  rule: string;
  bus: string;
}

/** @returns none for a stack that was deleted, which rules outlive. */
export async function deployedRules({ aws, connection }: StackClient): Promise<DeployedRule[]> {
  const pages = paginateListStackResources({ client: await aws.cloudformation() }, { StackName: connection.stackName });
  const rules: DeployedRule[] = [];
  try {
    for await (const { StackResourceSummaries = [] } of pages) {
      for (const { ResourceType, PhysicalResourceId = '' } of StackResourceSummaries) {
        if (ResourceType === 'AWS::Events::Rule') rules.push(ruleOf(PhysicalResourceId));
      }
    }
  } catch (error) {
    if (!isMissingStack(error as Error)) throw error;
  }
  return rules;
}

/** CloudFormation's id of a rule on another bus than the default one is `bus|rule`. */
function ruleOf(physicalId: string): DeployedRule {
  const [first = '', second] = physicalId.split('|');
  return second === undefined ? { rule: first, bus: DEFAULT_BUS } : { rule: second, bus: first };
}
