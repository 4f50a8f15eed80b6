import { AwsError } from '../../core/aws.ts';
import { type Page, page } from '../../wire/input/pages.ts';
import type { Queue } from '../state/queues.ts';
import { refuseParameters } from './limits.ts';

const MOST_QUEUES = 1000;

interface PageInput {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

/** @throws AwsError InvalidParameterValue for a page size or a token that SQS does not take. */
export function pageOfQueues(all: readonly Queue[], { MaxResults, NextToken }: PageInput): Page<Queue> {
  if (MaxResults !== undefined) refuseParameters({ MaxResults });
  return page(all, {
    max: MaxResults,
    usual: MOST_QUEUES,
    token: NextToken,
    keyOf: ({ name }) => name,
    refuse: () => new AwsError('InvalidParameterValue', 'Invalid or expired next token.'),
    options: {},
  });
}
