import { page } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { invalid } from './errors.ts';

interface Paging {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export function paged<Row>(
  cloud: SimulatedCloud,
  { MaxResults, NextToken }: Paging,
  all: readonly Row[],
  keyOf: (row: Row) => string,
) {
  const { rows, token } = page(all, {
    max: MaxResults,
    usual: 100,
    token: NextToken,
    keyOf,
    refuse: () => invalid('The NextToken is not valid.'),
    options: cloud.options.pages,
  });
  return { rows, NextToken: token };
}
