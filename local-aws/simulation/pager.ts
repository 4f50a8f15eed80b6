import { page } from '../wire/input/pages.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

/** What services call the members of their lists' inputs. */
interface Paging {
  MaxResults?: number | undefined;
  maxResults?: number | undefined;
  NextToken?: string | undefined;
  nextToken?: string | undefined;
}

/** The pages of a service's lists: of `usual` rows, unless the caller or the cloud's options want fewer. */
export function pager(usual: number, refuse: () => Error) {
  return <Row>(
    { options: { pages } }: SimulatedCloud,
    { MaxResults, maxResults = MaxResults, NextToken, nextToken = NextToken }: Paging,
    all: readonly Row[],
    keyOf: (row: Row) => string,
  ) => page(all, { max: maxResults, usual, token: nextToken, keyOf, refuse, options: pages });
}
