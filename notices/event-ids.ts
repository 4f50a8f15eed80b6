import type { Envelope } from '../events/define.ts';

/** Those of an event of the stack; an alarm's has its own alone. */
export function idsOf({ id, detail }: Envelope): { id: string; correlationId: string } {
  const { metadata } = detail as { metadata?: { id: string; correlationId: string } };
  return metadata ?? { id, correlationId: id };
}
