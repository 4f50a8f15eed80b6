import { HttpError } from './http.ts';

export type Body = Readonly<Record<string, unknown>>;

/** @throws HttpError where it is missing. */
export function text(body: Body, field: string): string {
  const value = optionalText(body, field);
  if (value === undefined) throw new HttpError(400, 'MissingField', `${field} is required`);
  return value;
}

/** Undefined for an empty one, too. */
export function optionalText(body: Body, field: string): string | undefined {
  const value = body[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @throws HttpError where it is no list of texts. */
export function texts(body: Body, field: string): string[] {
  const value = body[field];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new HttpError(400, 'InvalidField', `${field} must be a list of texts`);
}
