import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Requester } from '../../offboardings/requester.ts';
import { parseObject } from '../json.ts';
import { taskOutput } from './history.ts';

export type ShownRequester = Pick<Requester, 'name' | 'proof'>;

/** In what receives or completes a request, and in what is published of an offboarding. */
export function requesterIn(event: HistoryEvent): ShownRequester | undefined {
  const published = parseObject(event.lambdaFunctionScheduledEventDetails?.input)?.data;
  const { requester } = (taskOutput(event) ?? published ?? {}) as { requester?: Partial<ShownRequester> };
  const { name, proof } = requester ?? {};
  return name === undefined || proof === undefined ? undefined : { name, proof };
}
