import { AwsError } from '../../core/aws.ts';

/** @returns whether it exists already, from an earlier run, instead of throwing. */
export async function alreadyThere(codes: readonly string[], make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return false;
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return true;
    throw error;
  }
}
