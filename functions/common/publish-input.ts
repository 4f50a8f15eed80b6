import type { Envelope } from '../../events/define.ts';

export interface PublishInput {
  /** The request that the event answers. */
  request: Envelope;
  detailType: string;
  data: Readonly<Record<string, unknown>>;
  /** Distinguishes several answers of one detail-type to one request: a check after a day, after a week. */
  distinct?: string;
}
