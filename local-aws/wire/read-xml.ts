/** Reads the XML of a request: elements and texts. Attributes, comments and instructions say nothing here. */

import { AwsError } from '../core/aws.ts';

type Element = { [name: string]: Element | string };

/** No input of AWS nests deeper. */
const MAX_DEPTH = 32;

/** Instructions and comments, tags, texts: each character is read once. */
const TOKEN = /<[?!][^>]*>|<(?<end>\/)?(?<name>[A-Za-z_][\w.-]*)(?:\s[^>]*?)?(?<empty>\/)?>|(?<text>[^<]+)/gy;

const REFERENCES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  name: string;
  members: Element;
  text: string;
}

/** The members of the root element; all values are strings. @throws AwsError for what is no XML document. */
export function readXml(xml: string): Element {
  const root: Open = { name: '', members: Object.create(null), text: '' };
  const open = [root];
  let end = 0;
  for (const { 0: token, index, groups = {} } of xml.matchAll(TOKEN)) {
    end = index + token.length;
    if (groups.text !== undefined) top(open).text += groups.text;
    if (groups.name === undefined) continue;
    if (groups.end === undefined) open.push({ name: groups.name, members: Object.create(null), text: '' });
    if (groups.end !== undefined || groups.empty !== undefined) close(open, groups.name);
    if (open.length > MAX_DEPTH) throw malformed();
  }
  const [document] = Object.values(root.members);
  if (end !== xml.length || open.length !== 1 || document === undefined) throw malformed();
  return typeof document === 'string' ? {} : { ...document };
}

function close(open: Open[], name: string): void {
  const closed = open.pop();
  if (closed?.name !== name || open.length === 0) throw malformed();
  const { members, text } = closed;
  top(open).members[name] = Object.keys(members).length > 0 ? { ...members } : textOf(text);
}

function top(open: readonly Open[]): Open {
  return open.at(-1) as Open;
}

/** A text of the document, its references resolved; one that names no character stays as it is. */
export function textOf(text: string): string {
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(x[0-9a-f]{1,6}|\d{1,7}));/gi,
    (reference, name?: string, code = '') => {
      if (name !== undefined) return REFERENCES[name.toLowerCase()] as string;
      const point = Number(code.startsWith('x') || code.startsWith('X') ? `0${code}` : code);
      return point <= 0x10ffff ? String.fromCodePoint(point) : reference;
    },
  );
}

function malformed(): AwsError {
  return new AwsError('MalformedXML', 'The XML you provided was not well-formed.');
}
