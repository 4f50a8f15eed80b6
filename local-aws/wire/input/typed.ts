/** Checks inputs by their shapes: unknown members and nulls are dropped, wrong types refused with AWS's messages. */

import { AwsError, type Call, type Operation, type Service } from '../../core/aws.ts';

/** `text`, or a `number`; a `scalar` where the protocol writes everything as text; `[item]`; `{ member }`; `{ '*': value }`. */
export type Shape = 'text' | 'number' | 'scalar' | 'blob' | readonly [Shape] | { readonly [member: string]: Shape };

export type Inputs = Readonly<Record<string, Readonly<Record<string, Shape>>>>;

/** The service with operations that see only inputs of these shapes. @throws Error for an operation without a shape. */
export function typed(service: Service, inputs: Inputs): Service {
  const refuse = (message: string) =>
    new AwsError(service.protocol === 'awsQuery' ? 'MalformedInput' : 'SerializationException', message);
  const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation] => {
    const shape = inputs[name];
    if (!shape) throw new Error(`${service.name} ${name} has no input shape`);
    const clean = (input: unknown) => read(input ?? {}, shape, refuse);
    const { permissions, resourcePolicy, run } = operation;
    return [
      name,
      {
        ...operation,
        permissions: (input: unknown, call: Call) => permissions(clean(input), call),
        ...(resourcePolicy && {
          resourcePolicy: (input: unknown, call: Call) => resourcePolicy(clean(input), call),
        }),
        run: (input: unknown, call: Call) => run(clean(input), call),
      },
    ];
  });
  return { ...service, operations: Object.fromEntries(operations) };
}

type Refuse = (message: string) => AwsError;

function read(value: unknown, shape: Shape, refuse: Refuse): unknown {
  if (typeof shape === 'string') return scalar(value, shape, refuse);
  if (isList(shape)) {
    if (!Array.isArray(value)) throw refuse('Expected list or null');
    return value.filter((item) => item !== null).map((item) => read(item, shape[0], refuse));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('Start of structure or map found where not expected.');
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([member, inside]) => {
      const known = Object.hasOwn(shape, member) ? shape[member] : shape['*'];
      return known === undefined || inside === null || inside === undefined
        ? []
        : [[member, read(inside, known, refuse)]];
    }),
  );
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function scalar(value: unknown, shape: 'text' | 'number' | 'scalar' | 'blob', refuse: Refuse): unknown {
  const found = typeof value;
  if (shape === 'blob' && (found === 'string' || value instanceof Uint8Array)) return value;
  if (shape === 'scalar' && /^(string|number|boolean)$/.test(found)) return value;
  if ((shape === 'text' && found === 'string') || (shape === 'number' && found === 'number')) return value;
  const expected = shape === 'number' ? 'Integer' : 'String';
  throw refuse(
    `${found.toUpperCase()}_VALUE can not be converted to ${expected === 'String' ? 'a' : 'an'} ${expected}`,
  );
}
