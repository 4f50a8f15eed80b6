/** Services whose operations see only inputs that their model allows. */

import { AwsError, type HttpBinding, type Service } from '../../core/aws.ts';
import { problems, validationMessage } from './problems.ts';
import { InputReader } from './read.ts';
import type { Inputs, Structure } from './shape.ts';

/** A service's error for an input that breaks a constraint. */
export interface ValidationError {
  /** `ValidationException` unless given. */
  code?: string;
  fields?: Record<string, unknown>;
}

/** @throws Error for an operation without a shape. */
export function typed<Given extends Service>(service: Given, inputs: Inputs, error: ValidationError = {}): Given {
  const { code = 'ValidationException', fields = {} } = error;
  const typeError = service.protocol === 'awsQuery' ? 'MalformedInput' : 'SerializationException';
  const reader = new InputReader({ refuse: (message) => new AwsError(typeError, message), code });
  for (const name of Object.keys(service.operations)) {
    if (!inputs[name]) throw new Error(`${service.name} ${name} has no input shape`);
  }
  const check = (operation: string, given: unknown): unknown => {
    const shape = inputs[operation];
    if (!shape) return given;
    const isText = textMembers(service, operation);
    const input = reader.read(given ?? {}, shape, `${service.name} ${operation} `, isText) as object;
    const found = problems(input, shape);
    if (found.length > 0) throw new AwsError(code, validationMessage(found), { fields });
    return input;
  };
  return { ...service, inputs, check };
}

/** All members in forms and XML; what stands in the path, the query or a header, and a raw body. */
function textMembers({ protocol, operations }: Service, operation: string): (member: string) => boolean {
  if (protocol === 'awsQuery' || protocol === 'restXml') return () => true;
  const http = operations[operation]?.http;
  return http ? (member) => isBound(http, member) : () => false;
}

function isBound({ path, query = {}, headers = {}, payload }: HttpBinding, member: string): boolean {
  return (
    member === payload ||
    path.includes(`{${member}}`) ||
    Object.values(query).includes(member) ||
    Object.values(headers).includes(member)
  );
}

/** The same for a service whose members have one shape in all operations. */
export function typedByMember<Given extends Service>(service: Given, members: Structure): Given {
  return typed(service, Object.fromEntries(Object.keys(service.operations).map((name) => [name, members])));
}
