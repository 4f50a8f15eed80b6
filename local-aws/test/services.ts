/** Local AWS without a stack, called in process and by SDK clients. */

import { startLocalAws } from '../index.ts';

export const START = Date.parse('2026-03-01T12:00:00Z');
const ACCOUNT = '111122223333';

export interface At {
  account?: string;
  region?: string;
}

export type Services = Awaited<ReturnType<typeof startServices>>;

export async function startServices() {
  const { aws, clock, endpoint, outbox, close } = await startLocalAws({ start: START });
  return {
    clock,
    close,
    outbox,
    endpoint,
    /** Seconds of virtual time. */
    pass: (seconds: number) => clock.advance(seconds * 1000),
    /** As a user of the account. */
    call<Output>(service: string, operation: string, input: unknown, { account = ACCOUNT, ...at }: At = {}) {
      const identity = { arn: `arn:aws:iam::${account}:user/tester`, account };
      return aws.call<Output>(service, operation, input, { identity, ...at });
    },
    config: {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    },
  };
}

/** What a client can tell of an AWS error. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    const { code, message, status } = error as { code: string; message: string; status: number };
    return { code, message, status };
  }
  throw new Error('the call was not refused');
}
