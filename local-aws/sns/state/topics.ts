import { type AccountRegion, accountRegionOf } from '../../core/account-region.ts';
import type { Aws } from '../../core/aws.ts';
import type { Table } from '../../core/store.ts';

export interface Topic {
  arn: string;
}

export class Topics {
  readonly #topics: Table<Topic>;

  constructor({ store }: Pick<Aws, 'store'>) {
    this.#topics = store.table('sns_topics');
  }

  get(arn: string): Topic | undefined {
    return this.#topics.get(pathOf(accountRegionOf(arn), arn));
  }

  list(location: AccountRegion): Topic[] {
    return Array.from(this.#topics.entries(pathOf(location, '')), ([, topic]) => topic);
  }

  put(topic: Topic): void {
    this.#topics.put(pathOf(accountRegionOf(topic.arn), topic.arn), topic);
  }

  delete(arn: string): void {
    this.#topics.delete(pathOf(accountRegionOf(arn), arn));
  }
}

function pathOf({ account, region }: AccountRegion, arn: string): string {
  return `${account}/${region}/${arn}`;
}
