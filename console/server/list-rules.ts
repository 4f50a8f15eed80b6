/** Every rule of a bus: the EventBridge client brings no paginator of its own. */

import {
  type EventBridgeClient,
  ListRulesCommand,
  type ListRulesRequest,
  type Rule,
} from '@aws-sdk/client-eventbridge';

export async function paginateListRules(client: EventBridgeClient, request: ListRulesRequest): Promise<Rule[]> {
  const rules: Rule[] = [];
  let token: string | undefined;
  do {
    const { Rules = [], NextToken } = await client.send(
      new ListRulesCommand({ ...request, ...(token === undefined ? {} : { NextToken: token }) }),
    );
    rules.push(...Rules);
    token = NextToken;
  } while (token !== undefined);
  return rules;
}
