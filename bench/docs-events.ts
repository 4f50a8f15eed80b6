/** docs/reference/events.md: every field of every event, from the published schemas. */

import { kinds } from '../associations/registry.ts';
import { publishedEvents, requests } from '../events/index.ts';
import { schemaFile, schemaOf } from '../packaging/schemas.ts';

/** The members of JSON Schema that the contracts use. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  format?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}

const contracts = Object.values({ ...requests, ...publishedEvents });
/** The same in all requests, which answers repeat. */
const METADATA = detailOf(requests.disassociationRequested).metadata ?? {};

export function eventsPage(note: string): string {
  const about =
    'Every field of `detail` of every event. What they mean, and how an event is sent: [events](../events.md).';
  const metadata = `## metadata\n\nThe same in every event; a \`statement\` stands in requests alone.\n\n${table(METADATA, 'metadata')}`;
  const sections = contracts.map((contract) => {
    const { data = {} } = detailOf(contract);
    const schema = `offboard/schemas/${schemaFile(contract.detailType)}`;
    return `## ${contract.detailType}\n\nSchema: \`${schema}\`\n\n${table(data, 'data')}`;
  });
  return `# Events\n\n${note}\n${about}\n\n${[metadata, ...sections].join('\n')}`;
}

function detailOf(contract: (typeof contracts)[number]): Record<string, Schema> {
  const { properties } = schemaOf(contract, '') as Schema;
  return properties?.detail?.properties ?? {};
}

function table(schema: Schema, path: string): string {
  const rows = rowsOf(schema, path).map(([field, form]) => `| \`${field}\` | ${form} |\n`);
  return `| field | |\n|---|---|\n${rows.join('')}`;
}

type Row = [path: string, form: string];

function rowsOf(schema: Schema, path: string): Row[] {
  const { properties = {}, required = [] } = merged(schema);
  return Object.entries(properties).flatMap(([name, member]) => {
    const place = `${path}.${name}`;
    const form = `${isOfKind(name, member) ? 'the fields of its [kind](kinds.md)' : formOf(member)}${required.includes(name) ? '' : '; optional'}`;
    const row: Row = [place, form];
    if (isMetadata(member) || isOfKind(name, member)) return [row];
    return [row, ...rowsOf(member.items ?? member, member.items ? `${place}[]` : place)];
  });
}

function isMetadata(schema: Schema): boolean {
  return JSON.stringify(schema) === JSON.stringify(METADATA);
}

/** A target of another form for each kind. */
function isOfKind(name: string, { anyOf }: Schema): boolean {
  return name === 'target' && anyOf !== undefined;
}

/** What any of the alternatives may have; a member is required where all require it. */
function merged(schema: Schema): Schema {
  const alternatives = (schema.anyOf ?? schema.oneOf)?.map(merged);
  if (alternatives === undefined) return schema;
  const objects = alternatives.filter(({ properties }) => properties !== undefined);
  const names = new Set(objects.flatMap(({ properties = {} }) => Object.keys(properties)));
  return {
    properties: Object.fromEntries(
      [...names].map((name) => [
        name,
        alternativesOf(objects.flatMap(({ properties = {} }) => properties[name] ?? [])),
      ]),
    ),
    required: [...names].filter((name) => objects.every(({ required = [] }) => required.includes(name))),
  };
}

function alternativesOf(schemas: readonly Schema[]): Schema {
  const unlike = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  const [only = {}] = unlike;
  return unlike.length === 1 ? only : { anyOf: unlike };
}

function formOf(schema: Schema): string {
  const { const: value, enum: values, items, type, format, maxLength, minimum, maximum } = schema;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (schema.$ref !== undefined) return 'any JSON';
  if (isMetadata(schema)) return 'the `metadata` of the request';
  if (alternatives !== undefined) {
    const forms = [...new Set(alternatives.map(formOf))];
    return alternatives.every((each) => each.const !== undefined)
      ? oneOf(alternatives.map((each) => each.const))
      : forms.join(' or ');
  }
  if (value !== undefined) return code(value);
  if (values !== undefined) return oneOf(values);
  if (items !== undefined) return `list of ${formOf(items)}`;
  if (format === 'date-time') return 'time, ISO 8601';
  if (maxLength !== undefined) return `text, at most ${maxLength} characters`;
  if (minimum !== undefined)
    return maximum === undefined ? `number from ${minimum}` : `number from ${minimum} to ${maximum}`;
  return WORDS[String(type)] ?? 'any JSON';
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  null: '`null`',
  number: 'number',
  object: 'object',
};

function oneOf(values: readonly unknown[]): string {
  return values.join() === kinds.join() ? 'a [kind](kinds.md)' : values.map(code).join(', ');
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
