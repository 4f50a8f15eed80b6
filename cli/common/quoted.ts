import { shellQuote } from '../../client/shell-quote.ts';

/** One word for a shell, without quotation marks where it needs none. */
export function quoted(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : shellQuote(text);
}
