import { type EventContract, InvalidEvent, requests } from '../../events/index.ts';
import type { Problem } from '../../events/problem.ts';

const CONTRACTS = Object.values(requests) as readonly EventContract<unknown>[];

/** @returns nothing for a valid request. */
export function problemsOf(event: unknown): Problem[] {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return [{ path: 'event', message: 'event must be a JSON object' }];
  }
  const { source, 'detail-type': detailType, detail } = event as Record<string, unknown>;
  if (typeof source !== 'string' || source === '') {
    return [{ path: 'source', message: 'source is required: the sender, for example offboard' }];
  }
  if (source.startsWith('aws.')) {
    return [{ path: 'source', message: 'source must not begin with aws., which is reserved for AWS' }];
  }
  const contract = CONTRACTS.find((each) => each.detailType === detailType);
  if (!contract) {
    const known = CONTRACTS.map((each) => each.detailType).join(', ');
    return [{ path: 'detail-type', message: `detail-type must be one of ${known}` }];
  }
  try {
    contract.read({ 'detail-type': contract.detailType, detail });
    return [];
  } catch (error) {
    if (error instanceof InvalidEvent) return [...error.problems];
    throw error;
  }
}
