export interface AccountRegion {
  account: string;
  region: string;
}

/** Those of an ARN; empty texts where it names none. */
export function accountRegionOf(arn: string): AccountRegion {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}
