import { AwsError } from '../../core/aws.ts';

/** Makes something; where one is already there from an earlier run, says so instead of failing. */
export async function alreadyThere(codes: readonly string[], make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return false;
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return true;
    throw error;
  }
}
