/** XML as the Query and REST-XML protocols write it. */

import type { AwsError } from '../core/aws.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => ESCAPES[character] as string)
      // Control characters that XML 1.0 cannot carry, not even as references.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')
  );
}

/** How the items of a list are named, by the list's name; `member` where it has none. */
export type ItemNames = Readonly<Record<string, string>>;

/** An element and what is below it: lists become elements of their items, Dates ISO 8601, undefined members nothing. */
export function element(name: string, value: unknown, itemNames: ItemNames = {}): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(value, itemNames, name)}</${name}>`;
}

/** What stands inside the element of this name. */
export function content(value: unknown, itemNames: ItemNames = {}, name = ''): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => element(itemNames[name] ?? 'member', item, itemNames)).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([member, inside]) => element(member, inside, itemNames))
      .join('');
  }
  return escapeXml(String(value));
}

/** The body of an error, as the Query protocol and REST-XML wrap it. */
export function errorResponse({ code, message, status }: AwsError, namespace = '', requestId = ''): string {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}
