import { nearestNames } from '../../client/nearest-names.ts';

/** A hint, where some of the names are near. */
export function didYouMean(name: string, names: readonly string[]): string[] {
  const { nearest } = nearestNames([name], new Set(names));
  return nearest.length > 0 ? [`did you mean ${nearest.join(' or ')}?`] : [];
}
