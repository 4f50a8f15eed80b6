/** S3's XML: unlike other services it repeats list elements without a wrapper. */

import { escapeXml } from '../../wire/xml.ts';

type Value = string | number | boolean | Date | undefined | Value[] | { [name: string]: Value };

export function document(root: string, content: { [name: string]: Value }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside(content)}</${root}>`;
}

function inside(content: { [name: string]: Value }): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, value: Value): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  if (typeof value === 'object') return `<${name}>${inside(value)}</${name}>`;
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** The text of the first element of this name; requests are small and flat. */
export function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
