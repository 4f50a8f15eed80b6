/** Reads the body of a request, which may be of any length, with Content-Length or without. */

import type { IncomingMessage } from 'node:http';

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  /** @param limit in bytes. */
  constructor(limit: number) {
    super(`a body of at most ${limit} bytes is read here`);
  }
}

/**
 * Reads the whole body. What exceeds the limit is not read: the answer should close the connection.
 * @param limit in bytes. @throws BodyTooLarge as soon as it is exceeded.
 */
export function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const refuse = () => {
      message.removeAllListeners('data').pause();
      reject(new BodyTooLarge(limit));
    };
    if (Number(message.headers['content-length'] ?? 0) > limit) return refuse();
    const parts: Buffer[] = [];
    let size = 0;
    message.on('data', (part: Buffer) => {
      size += part.length;
      if (size > limit) refuse();
      else parts.push(part);
    });
    message.on('end', () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
    message.on('error', reject);
    message.on('aborted', () => reject(new Error('the client went away')));
  });
}
