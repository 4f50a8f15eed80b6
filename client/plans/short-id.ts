/** The ids of plans as people read and type them: a plan's id is a SHA-256 hash, of which its first digits are enough. */

const SHORT = 12;

/** A plan's id, or as many of its first digits as a person types. */
export function isPlanIdOrPrefix(text: string): boolean {
  return new RegExp(`^[0-9a-f]{${SHORT},64}$`).test(text);
}

export function shortPlanId(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, SHORT) : id;
}
