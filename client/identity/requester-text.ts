import type { Requester } from '../../offboardings/requester.ts';

/** As the stack verified it, and as the request says. */
export interface RequestedBy {
  requester?: Pick<Requester, 'name' | 'proof'> | undefined;
  requestedBy?: string | undefined;
}

/** `dana (claimed)`, `arn:aws:iam::111122223333:user/eve (proven; the request names dana)`. Undefined where nobody is named. */
export function requesterText({ requester, requestedBy }: RequestedBy): string | undefined {
  if (requester === undefined) return requestedBy === undefined ? undefined : `${requestedBy} (claimed)`;
  const { name, proof } = requester;
  const others = requestedBy === undefined || requestedBy === name ? '' : `; the request names ${requestedBy}`;
  return `${name} (${proof}${others})`;
}
