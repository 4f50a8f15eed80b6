import { type Page, page } from '../../wire/input/pages.ts';
import { validationException } from '../state/errors.ts';

export interface PageInput {
  Limit?: number | undefined;
  NextToken?: string | undefined;
}

/** @throws AwsError where the token was not given here. */
export function pageOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string, input: PageInput): Page<Row> {
  const { Limit: max, NextToken: token } = input;
  const refuse = () => validationException('Provided NextToken is not valid.');
  return page(rows, { max, usual: 100, token, keyOf, refuse, options: {} });
}
