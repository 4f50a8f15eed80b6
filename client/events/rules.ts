/** Rules of EventBridge. Its client has no paginators. */

import { ListRulesCommand, type ListRulesRequest, type Rule } from '@aws-sdk/client-eventbridge';
import type { StackClient } from '../stack-client.ts';

/** EventBridge runs schedules on no other bus, and AWS services put their events there. */
export const DEFAULT_BUS = 'default';

export async function listRules(client: StackClient, request: ListRulesRequest): Promise<Rule[]> {
  const eventbridge = await client.aws.eventbridge();
  const rules: Rule[] = [];
  let token: string | undefined;
  do {
    const page = await eventbridge.send(
      new ListRulesCommand({ ...request, ...(token === undefined ? {} : { NextToken: token }) }),
    );
    rules.push(...(page.Rules ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return rules;
}
