/** Every association that can be ended. One line a kind, loaded when it is first asked for. */

import type { Association } from './contract.ts';
import { UnknownKind } from './registry.ts';

export const associations = {
  'opensearch-packages': () => import('./opensearch-packages/provider.ts'),
  'codeartifact-external-connection': () => import('./codeartifact-external-connection/provider.ts'),
  'redshift-datashare-consumer': () => import('./redshift-datashare-consumer/provider.ts'),
  'license-manager-user': () => import('./license-manager-user/provider.ts'),
  'payment-cryptography-mpa-team': () => import('./payment-cryptography-mpa-team/provider.ts'),
} as const;

type Kind = keyof typeof associations;

/** @throws UnknownKind, which lists the kinds. */
export async function load(kind: string): Promise<Association> {
  if (!Object.hasOwn(associations, kind)) throw new UnknownKind(kind);
  const { default: association } = await associations[kind as Kind]();
  return association as Association<never> as Association;
}
