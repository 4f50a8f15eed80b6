import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response } from './http.ts';

const TYPES: Readonly<Record<string, string>> = {
  '/assets/app.js': 'text/javascript; charset=utf-8',
  '/assets/app.css': 'text/css; charset=utf-8',
};

/** Nothing from other origins, no inline script, no framing, no forms. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export class Assets {
  readonly #directory: string;
  readonly #files = new Map<string, { body: Buffer; etag: string }>();

  /** @param directory of the built files. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @returns undefined where the path is no asset. */
  answer({ path, headers }: Request): Response | undefined {
    const type = TYPES[path];
    if (type === undefined) return undefined;
    const { body, etag } = this.#read(path);
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag }, body: '' };
    return { status: 200, headers: { 'content-type': type, etag, 'cache-control': 'no-cache' }, body };
  }

  /** The page, the same for every address: the script in it routes. */
  page(token: string): Response {
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="offboard-token" content="${token}">
<title>Offboard</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/assets/app.css">
</head>
<body>
<div id="app"></div>
<noscript>The console needs JavaScript. In a terminal, offboard list and offboard show print the same.</noscript>
<script type="module" src="/assets/app.js"></script>
</body>
</html>
`,
    };
  }

  #read(path: string): { body: Buffer; etag: string } {
    let file = this.#files.get(path);
    if (!file) {
      const body = readFileSync(join(this.#directory, path.slice('/assets/'.length)));
      file = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
      this.#files.set(path, file);
    }
    return file;
  }
}

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f5fd6"/><path d="M13 11a5 5 0 1 0 0 10M19 11a5 5 0 1 1 0 10" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>',
)}`;
