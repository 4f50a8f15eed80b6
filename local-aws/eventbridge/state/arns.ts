import type { AccountRegion } from '../../core/account-region.ts';

export const DEFAULT_BUS = 'default';

export interface BusName {
  name: string;
  arn: string;
}

/** @param given a name, an ARN, or nothing for the default bus. */
export function busName(given: string | undefined, { account, region }: AccountRegion): BusName {
  if (given?.startsWith('arn:')) return { name: given.slice(given.indexOf('/') + 1), arn: given };
  const name = given ?? DEFAULT_BUS;
  return { name, arn: `arn:aws:events:${region}:${account}:event-bus/${name}` };
}

/** `rule/name` on the default bus, `rule/bus/name` on any other. */
export function ruleArn(bus: BusName, name: string): string {
  const prefix = bus.arn.slice(0, bus.arn.indexOf(':event-bus/'));
  return bus.name === DEFAULT_BUS ? `${prefix}:rule/${name}` : `${prefix}:rule/${bus.name}/${name}`;
}

export interface ArnParts {
  service: string;
  region: string;
  account: string;
  /** The part after the fifth colon. */
  resource: string;
}

/** @returns undefined where the text is no ARN. */
export function arnParts(arn: string): ArnParts | undefined {
  const [, service, region, account, resource] = /^arn:[\w-]+:([\w-]+):([\w-]*):(\d*):(.+)$/.exec(arn) ?? [];
  if (service === undefined || region === undefined || account === undefined || resource === undefined)
    return undefined;
  return { service, region, account, resource };
}
