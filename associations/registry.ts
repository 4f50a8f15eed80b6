/** Every association that can be ended. One line a kind, loaded when it is first asked for. */

import { UnknownKind } from '../events/targets/index.ts';
import type { Association } from './contract.ts';

export const associations = {
  'opensearch-packages': () => import('./opensearch-packages.ts'),
  'codeartifact-external-connection': () => import('./codeartifact-external-connection.ts'),
  'redshift-datashare-consumer': () => import('./redshift-datashare-consumer.ts'),
  'license-manager-user': () => import('./license-manager-user.ts'),
  'payment-cryptography-mpa-team': () => import('./payment-cryptography-mpa-team.ts'),
} as const;

type Kind = keyof typeof associations;

/** @throws UnknownKind, which lists the kinds. */
export async function load(kind: string): Promise<Association> {
  if (!Object.hasOwn(associations, kind)) throw new UnknownKind(kind);
  const { default: association } = await associations[kind as Kind]();
  return association as Association<never> as Association;
}
