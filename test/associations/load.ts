import type { AssociationProvider } from '../../associations/common/contract.ts';
import type { Kind } from '../../associations/registry.ts';

/** A kind's provider, by its path: as packaging/bundle.ts binds it to a function. */
export async function load(kind: Kind): Promise<AssociationProvider> {
  const module = (await import(`../../associations/${kind}/provider.ts`)) as { default: AssociationProvider };
  return module.default;
}
