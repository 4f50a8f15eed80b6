/** A type of resource that a simulated cloud keeps: its name in the store, and the shape of one. */

export interface ResourceType<Resource> {
  name: string;
  /** Never set: carries the shape. */
  readonly shape?: Resource;
}

export function resourceType<Resource>(name: string): ResourceType<Resource> {
  return { name };
}
