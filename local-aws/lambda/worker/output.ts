/** Inside a worker: what the function writes, line by line as Lambda's runtime formats it. */

import { format } from 'node:util';

let requestId = '';

export function setRequestId(id: string): void {
  requestId = id;
}

const LEVELS = { debug: 'DEBUG', info: 'INFO', log: 'INFO', trace: 'TRACE', warn: 'WARN', error: 'ERROR' } as const;

/** console goes out formatted; what is written to the streams themselves (as loggers do) goes out as it is. */
export function captureOutput(logFormat: 'Text' | 'JSON', emit: (text: string) => void): void {
  const line = logFormat === 'JSON' ? jsonLine : textLine;
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...args: unknown[]) => emit(line(level, args));
  }
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    for (const text of Buffer.from(chunk).toString('utf8').split('\n')) if (text !== '') emit(text);
    const written = rest.at(-1);
    if (typeof written === 'function') written();
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
}

function textLine(level: string, args: unknown[]): string {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...args)}`;
}

/** One object keeps its structure; anything else becomes one text (Lambda developer guide, "JSON log format"). */
function jsonLine(level: string, args: unknown[]): string {
  const [only] = args;
  const structured = args.length === 1 && typeof only === 'object' && only !== null && !(only instanceof Error);
  return JSON.stringify({
    timestamp: new Date().toISOString(),
    level,
    requestId,
    message: structured ? only : format(...args),
  });
}
