/** A plain HTTP client that keeps its connections: what an SDK does beyond that is the SDK's time, not the runtime's. */

import { Agent, request } from 'node:http';

const SERVICES = {
  states: { target: 'AWSStepFunctions', type: 'application/x-amz-json-1.0' },
  events: { target: 'AWSEvents', type: 'application/x-amz-json-1.1' },
  sqs: { target: 'AmazonSQS', type: 'application/x-amz-json-1.0' },
} as const;

export class RefusedError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export class Client {
  readonly #agent: Agent;
  readonly #endpoint: string;

  constructor(endpoint: string, connections = 32) {
    this.#endpoint = endpoint;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws RefusedError for an answer that is an error, Error where there is no whole answer. */
  call<Output>(service: keyof typeof SERVICES, operation: string, input: unknown): Promise<Output> {
    const { target, type } = SERVICES[service];
    const body = JSON.stringify(input);
    const headers = {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'x-amz-target': `${target}.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.#endpoint, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () => {
          try {
            const answer = JSON.parse(Buffer.concat(parts).toString() || '{}');
            if (response.statusCode === 200) resolve(answer);
            else reject(new RefusedError(answer.__type, answer.message));
          } catch (error) {
            reject(error);
          }
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Does the work this many times, this many at once. */
export async function load(times: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}
