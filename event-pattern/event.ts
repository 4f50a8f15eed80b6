/** An event as the matcher sees it: each leaf under its path, with the array elements it lies in. */

import { addressDigits } from './ip.ts';
import { type Json, JsonError, parseJson } from './json.ts';
import { comparable } from './number.ts';

/** Which element of which array (by its number in the event) something lies in. */
export type Elements = ReadonlyMap<number, number>;

const NOWHERE: Elements = new Map();

export class Leaf {
  /** As the ruler writes it: strings between quotation marks, all else as it stands in the event. */
  readonly text: string;
  readonly isString: boolean;
  /** A number's value, where a float holds it exactly. */
  readonly value: number | undefined;
  readonly elements: Elements;
  #address: string | undefined | null = null;

  constructor(kind: 'string' | 'number' | 'literal', text: string, elements: Elements) {
    this.isString = kind === 'string';
    this.text = this.isString ? `"${text}"` : text;
    this.value = kind === 'number' ? comparable(text) : undefined;
    this.elements = elements;
  }

  /** The digits of the IP address that this is, if it is one. */
  get address(): string | undefined {
    if (this.#address === null) this.#address = this.isString ? addressDigits(this.text.slice(1, -1)) : undefined;
    return this.#address;
  }
}

/** An event that was read once, to be matched with any number of patterns. */
export class MatchableEvent {
  readonly #leaves = new Map<string, Leaf[]>();
  #arrays = 0;

  /**
   * @param event its JSON text, in which names may come twice and numbers keep their spelling, or its value.
   * @throws JsonError where it is not a JSON object.
   */
  constructor(event: unknown) {
    const root = parseJson(typeof event === 'string' ? event : (JSON.stringify(event) ?? 'null'));
    if (root.kind !== 'object') throw new JsonError('Event must be a JSON object', root.end);
    this.#read(root, undefined, NOWHERE);
  }

  leaves(path: string): readonly Leaf[] {
    return this.#leaves.get(path) ?? [];
  }

  #read(node: Json, path: string | undefined, elements: Elements): void {
    if (node.kind === 'object') {
      for (const [name, value] of node.entries) {
        this.#read(value, path === undefined ? name : `${path}.${name}`, elements);
      }
    } else if (node.kind === 'array') {
      const array = this.#arrays++;
      node.items.forEach((item, index) => {
        // Scalars are not tracked as elements: only the fields of one object or list belong together.
        const nested = item.kind === 'object' || item.kind === 'array';
        this.#read(item, path, nested ? new Map(elements).set(array, index) : elements);
      });
    } else {
      this.#add(path ?? '', new Leaf(node.kind, node.text, elements));
    }
  }

  #add(path: string, leaf: Leaf): void {
    const leaves = this.#leaves.get(path);
    if (leaves) leaves.push(leaf);
    else this.#leaves.set(path, [leaf]);
  }
}
