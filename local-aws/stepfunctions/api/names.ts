import { invalidArn, invalidName } from './errors.ts';

/** No white space, brackets, wildcards, special or control characters, and no halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

/** @throws InvalidName */
export function checkName(name: string): void {
  if (FORBIDDEN.test(name)) throw invalidName(name);
}

export type ResourceType = 'stateMachine' | 'execution' | 'mapRun';

/** @throws InvalidArn where it is no ARN of this sort. */
export function checkArn(arn: string, type: ResourceType): void {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const [, partition, service, region, account, resource, ...rest] = arn.split(':');
  if (!partition || service !== 'states' || !region || !account || rest.length === 0 || rest.includes('')) {
    throw invalidArn(arn);
  }
  if (resource !== type) throw invalidArn(`Resource type not valid in this context: ${resource}`);
}
