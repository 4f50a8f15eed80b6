/**
 * Reading the association and requesting its removal must be one step: two starts that both read it before either has
 * requested would open two approval sessions, and mail the approvers twice. A conditional write lets one do both.
 */

import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { RunContext } from '../common/contract.ts';

/**
 * Longer than a start may run (60 s), so that no holder outlives its lease, and one that died blocks others no longer.
 * It is not given back: until it runs out, stale reads may not show the session that its holder opened.
 */
const LEASE_SECONDS = 90;

/**
 * Of the protected action in the account and Region that the context acts in.
 * @returns false where another start holds it. @throws what DynamoDB answers.
 */
export async function takeLease(action: string, { clientConfig, account, now }: RunContext): Promise<boolean> {
  const dynamodb = new DynamoDBClient({});
  const region = clientConfig.region ?? (await dynamodb.config.region());
  const seconds = Math.floor(now().getTime() / 1000);
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env.REQUESTS_TABLE_NAME,
        Item: {
          pk: { S: ['lease', 'mpa', account ?? 'own', region, action].join('#') },
          expiresAt: { N: String(seconds + LEASE_SECONDS) },
        },
        // DynamoDB deletes expired items within days, so the time is compared here.
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': { N: String(seconds) } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
