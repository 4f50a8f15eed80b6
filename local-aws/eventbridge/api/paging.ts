/** Lists in pages, as EventBridge's operations give them. */

import { type Page, page } from '../../wire/input/pages.ts';
import { validationException } from '../state/errors.ts';

export interface PageInput {
  Limit?: number | undefined;
  NextToken?: string | undefined;
}

/** @throws AwsError where the limit is out of bounds, or the token was not given here. */
export function pageOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string, input: PageInput): Page<Row> {
  const { Limit: max, NextToken: token } = input;
  if (max !== undefined && !(max >= 1 && max <= 100)) {
    const bound = max < 1 ? 'greater than or equal to 1' : 'less than or equal to 100';
    throw validationException(
      `1 validation error detected: Value '${max}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  const refuse = () => validationException('Provided NextToken is not valid.');
  return page(rows, { max, usual: 100, token, keyOf, refuse, options: {} });
}
