import { AwsError } from '../../core/aws.ts';

/** Of one action of a transaction. */
export interface CancellationReason {
  Code: string;
  Message?: string;
  Item?: object;
}

export const invalid = (message: string) => new AwsError('ValidationException', message);

export const notServed = (member: string) => invalid(`local AWS does not serve ${member}`);

export const noSuchTable = () => new AwsError('ResourceNotFoundException', 'Requested resource not found');

export const noSuchTableNamed = (name: string) =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

export const tableExists = (name: string) => new AwsError('ResourceInUseException', `Table already exists: ${name}`);

const CONDITION_FAILED = 'The conditional request failed';

/** @param item what `ReturnValuesOnConditionCheckFailure` asks for. */
export const conditionFailed = (item?: object) =>
  new AwsError('ConditionalCheckFailedException', CONDITION_FAILED, item && { fields: { Item: item } });

export const transactionCanceled = (reasons: readonly CancellationReason[]) =>
  new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { fields: { CancellationReasons: reasons } },
  );

export const tokenReused = () =>
  new AwsError(
    'IdempotentParameterMismatchException',
    'The provided client token is already in use by another request with different parameters.',
  );

/** Why a transaction cannot make this change; rethrows what is no answer of DynamoDB. */
export function reasonOf(error: unknown): CancellationReason {
  if (!(error instanceof AwsError)) throw error;
  if (error.code !== 'ConditionalCheckFailedException') return { Code: 'ValidationError', Message: error.message };
  return { Code: 'ConditionalCheckFailed', Message: CONDITION_FAILED, ...error.fields };
}
