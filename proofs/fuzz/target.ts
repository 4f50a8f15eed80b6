/** The runtime as an attacker sees it: bytes in, an answer or a closed connection out, within a bound. */

import { connect } from 'node:net';

/** Every answer comes within this much of the process's own processor time, and within this real time in any case. */
const MAX_PROCESSOR_SECONDS = 15;
const MAX_REAL_SECONDS = 300;
const CHECK_MS = 250;

export interface Answer {
  /** 0 where the connection was closed without an answer, which is one for what is no HTTP. */
  status: number;
  body: string;
  milliseconds: number;
}

export class Target {
  readonly port: number;
  worstMs = 0;
  answers = 0;
  readonly statuses = new Map<number, number>();

  readonly #processorSeconds: () => number;

  /** @param processorSeconds that the process has used so far */
  constructor(endpoint: string, processorSeconds: () => number) {
    this.port = Number(new URL(endpoint).port);
    this.#processorSeconds = processorSeconds;
  }

  /** @throws Error where no answer comes in time, or the process does not take connections any more. */
  async send(bytes: Buffer | string): Promise<Answer> {
    const started = performance.now();
    const text = await this.#exchange(bytes);
    const milliseconds = performance.now() - started;
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
    this.worstMs = Math.max(this.worstMs, milliseconds);
    this.answers++;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    return { status, body: text.slice(text.indexOf('\r\n\r\n') + 4), milliseconds };
  }

  /** One whole request, signed as a client signs. */
  request(
    method: string,
    path: string,
    { service, headers = {}, body = '' }: { service?: string; headers?: Record<string, string>; body?: string },
  ): Promise<Answer> {
    const all: Record<string, string> = {
      host: `127.0.0.1:${this.port}`,
      connection: 'close',
      'content-length': String(Buffer.byteLength(body)),
      ...(service && {
        authorization: `AWS4-HMAC-SHA256 Credential=fuzz/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
      }),
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    return this.send(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  /** A JSON-RPC call. */
  call(service: keyof typeof TARGETS, operation: string, input: unknown): Promise<Answer> {
    const [prefix, version] = TARGETS[service];
    const headers = { 'x-amz-target': `${prefix}.${operation}`, 'content-type': `application/x-amz-json-${version}` };
    const body = typeof input === 'string' ? input : JSON.stringify(input);
    return this.request('POST', '/', { service, headers, body });
  }

  #exchange(bytes: Buffer | string): Promise<string> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      const socket = connect(this.port, '127.0.0.1');
      const used = this.#processorSeconds();
      const started = performance.now();
      const late = setInterval(() => {
        const processor = this.#processorSeconds() - used;
        const real = (performance.now() - started) / 1000;
        if (processor < MAX_PROCESSOR_SECONDS && real < MAX_REAL_SECONDS) return;
        clearInterval(late);
        socket.destroy();
        reject(new Error(`no answer after ${processor.toFixed(1)} s of processor time, ${real.toFixed(1)} s in all`));
      }, CHECK_MS);
      socket.on('data', (part) => parts.push(part));
      socket.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ECONNREFUSED') return;
        clearInterval(late);
        reject(new Error('the process takes no connections any more'));
      });
      socket.once('close', () => {
        clearInterval(late);
        resolve(Buffer.concat(parts).toString('latin1'));
      });
      socket.end(bytes);
    });
  }
}

/** Signing name -> what stands before the operation in X-Amz-Target, and the version of AWS JSON. */
export const TARGETS = {
  states: ['AWSStepFunctions', '1.0'],
  events: ['AWSEvents', '1.1'],
  sqs: ['AmazonSQS', '1.0'],
  'payment-cryptography': ['PaymentCryptographyControlPlane', '1.0'],
} as const;
