/** Keys with their material, and aliases, in the store. */

import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { AccountRegion } from '../../core/account-region.ts';
import type { Aws } from '../../core/aws.ts';
import type { Table } from '../../core/store.ts';

export interface Key extends AccountRegion {
  id: string;
  spec: string;
  created: number;
  enabled: boolean;
  /** Milliseconds since 1970; present while deletion is pending. */
  deletion?: number;
  description: string;
  /** The key policy, as JSON text. */
  policy: string;
}

export interface Alias extends AccountRegion {
  /** `alias/name` */
  name: string;
  keyId: string;
  created: number;
}

export class Keys {
  readonly #clock: Aws['clock'];
  readonly #keys: Table<Key>;
  readonly #aliases: Table<Alias>;
  readonly #materials: Table<string>;
  readonly #private = new Map<string, Promise<KeyObject>>();

  constructor({ store, clock }: Pick<Aws, 'store' | 'clock'>) {
    this.#clock = clock;
    this.#keys = store.table('kms_keys');
    this.#aliases = store.table('kms_aliases');
    this.#materials = store.table('kms_materials');
  }

  get now(): number {
    return this.#clock.now();
  }

  /** A key is deleted when its waiting period is over; here, at the next access. */
  find(location: AccountRegion, id: string): Key | undefined {
    const key = this.#keys.get(pathOf(location, id));
    if (key?.deletion === undefined || key.deletion > this.now) return key;
    this.#delete(key);
    return undefined;
  }

  list(location: AccountRegion): Key[] {
    return Array.from(this.#keys.entries(pathOf(location, '')), ([, key]) => key);
  }

  put(key: Key): void {
    this.#keys.put(pathOf(key, key.id), key);
  }

  #delete(key: Key): void {
    const path = pathOf(key, key.id);
    this.#keys.delete(path);
    this.#materials.delete(path);
    this.#private.delete(path);
    for (const alias of this.aliases(key).filter(({ keyId }) => keyId === key.id)) this.deleteAlias(alias);
  }

  alias(location: AccountRegion, name: string): Alias | undefined {
    return this.#aliases.get(pathOf(location, name));
  }

  aliases(location: AccountRegion): Alias[] {
    return Array.from(this.#aliases.entries(pathOf(location, '')), ([, alias]) => alias);
  }

  putAlias(alias: Alias): void {
    this.#aliases.put(pathOf(alias, alias.name), alias);
  }

  deleteAlias(alias: Alias): void {
    this.#aliases.delete(pathOf(alias, alias.name));
  }

  /** Made at the first use, because an RSA key takes tenths of a second; then kept. */
  privateKey(key: Key): Promise<KeyObject> {
    const path = pathOf(key, key.id);
    const known = this.#private.get(path) ?? this.#load(path, key);
    this.#private.set(path, known);
    return known;
  }

  async #load(path: string, { spec }: Key): Promise<KeyObject> {
    const pem = this.#materials.get(path) ?? (await generate(Number(spec.slice('RSA_'.length))));
    this.#materials.put(path, pem);
    return createPrivateKey(pem);
  }
}

async function generate(modulusLength: number): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function pathOf({ account, region }: AccountRegion, name: string): string {
  return `${account}/${region}/${name}`;
}
