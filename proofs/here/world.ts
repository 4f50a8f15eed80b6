/** The far side of a proof: a simulated cloud in a process of its own, reached over the wire alone. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface FarCall {
  service: string;
  operation: string;
}

/** What is read of an association there. */
export interface FarAssociation {
  kind: string;
  key: string;
  account: string;
  region: string;
  target: Readonly<Record<string, unknown>>;
  /** The service's own word. */
  status: string;
}

export interface FarEffect extends Omit<FarAssociation, 'target' | 'status'> {
  effect: string;
}

export class World {
  readonly endpoint: string;
  readonly #stop: () => Promise<void>;

  private constructor(endpoint: string, stop: () => Promise<void>) {
    this.endpoint = endpoint;
    this.#stop = stop;
  }

  /** Its spokes trust the functions' roles only; reporting what is missing lets everybody assume them. */
  static async start(seed: number, size: number): Promise<World> {
    const words = ['dev', '--port', '0', '--iam', 'report', '--seed', String(seed), '--size', String(size)];
    const child = spawn(process.execPath, ['bin/offboard.mjs', ...words, '-o', 'json'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    for await (const line of createInterface({ input: child.stdout })) {
      const { endpoint } = JSON.parse(line) as { endpoint: string };
      return new World(endpoint, () => {
        child.kill();
        return exited;
      });
    }
    throw new Error('offboard dev printed no endpoint');
  }

  close(): Promise<void> {
    return this.#stop();
  }

  /** How many calls have arrived. */
  async arrived(): Promise<number> {
    return (await this.#get<{ total: number }>('calls?most=1')).total;
  }

  async callsSince(before: number): Promise<FarCall[]> {
    const most = (await this.arrived()) - before;
    return most === 0 ? [] : (await this.#get<{ calls: FarCall[] }>(`calls?most=${most}`)).calls;
  }

  async associations(): Promise<FarAssociation[]> {
    return (await this.#get<{ associations: FarAssociation[] }>('associations')).associations;
  }

  /** What calls have done to associations. */
  async effects(): Promise<FarEffect[]> {
    return (await this.#get<{ effects: FarEffect[] }>('associations?effects')).effects;
  }

  /** The removal of this one succeeds after so many seconds. */
  succeedAfter({ kind, key, account, region }: FarAssociation, after: number): Promise<void> {
    return this.#post('associations', { kind, key, account, region, scriptedOutcome: { outcome: 'succeeds', after } });
  }

  fault(spec: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#post('faults', spec);
  }

  /** Ends every fault. */
  async mend(): Promise<void> {
    await fetch(`${this.endpoint}/_local-aws/faults`, { method: 'DELETE' });
  }

  /** The clock there goes this many seconds ahead. */
  advance(seconds: number): Promise<void> {
    return this.#post('clock', { advance: seconds });
  }

  async #get<Answer>(path: string): Promise<Answer> {
    return (await (await fetch(`${this.endpoint}/_local-aws/${path}`)).json()) as Answer;
  }

  async #post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const sent = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.endpoint}/_local-aws/${path}`, sent);
    if (!response.ok) throw new Error(await response.text());
  }
}
