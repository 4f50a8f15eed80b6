/** The wire: every served operation refuses each of its declared members where it is wrong, and every unknown member. */

import { startLocalAws } from '@offboard/local-aws';
import type { Service, Structure } from '@offboard/local-aws/service';
import { openCloud, serve } from '../simulators/index.ts';
import { VIRTUAL_START } from '../simulators/virtual-start.ts';
import type { Proof } from './common/proof.ts';
import { type Request, requestOf } from './wire/request.ts';
import { type Violation, violationsOf } from './wire/violations.ts';

interface Case extends Violation {
  service: Service;
  operation: string;
  request: Request;
}

export const wire: Proof = {
  claim: 'no operation accepts an input that its declared members do not allow, and none answers it with a 5xx',
  full: 1_000,
  small: 12,
  /** @param size the most inputs an operation is tried with */
  async run({ size, note }) {
    const runtime = await startLocalAws({
      start: VIRTUAL_START,
      services: (aws) => serve(openCloud(aws, { seed: 1 })),
    });
    try {
      const services = [...runtime.aws.services()];
      const cases = services.flatMap((service) => casesOf(service, size));
      note(`${cases.length} invalid inputs`);
      const failures: string[] = [];
      for (const each of cases) failures.push(...(await problemsOf(runtime.endpoint, each)));
      const operations = new Set(cases.map(({ service, operation }) => `${service.name} ${operation}`));
      return { counts: { services: services.length, operations: operations.size, inputs: cases.length }, failures };
    } finally {
      await runtime.close();
    }
  },
};

function casesOf(service: Service, most: number): Case[] {
  const served = Object.keys(service.operations).filter((operation) => !service.operations[operation]?.internal);
  return served.flatMap((operation) => {
    const all = violationsOf((service.inputs?.[operation] ?? {}) as Structure).flatMap((violation): Case[] => {
      const request = requestOf(service, operation, violation.input);
      const isRight = violation.isTypeOfText && isTextOnWire(service, operation, violation.member);
      return request && !isRight ? [{ ...violation, service, operation, request }] : [];
    });
    const step = Math.ceil(all.length / most);
    return all.filter((_, index) => index % step === 0);
  });
}

function isTextOnWire({ protocol, operations }: Service, operation: string, member: string): boolean {
  if (protocol === 'awsQuery' || protocol === 'restXml') return true;
  const { path = '', query = {}, headers = {}, payload } = operations[operation]?.http ?? {};
  const bound = [...Object.values(query), ...Object.values(headers), payload];
  return bound.includes(member) || path.includes(`{${member}}`);
}

async function problemsOf(endpoint: string, { service, operation, what, request }: Case): Promise<string[]> {
  const { method, path, headers, body } = request;
  const response = await fetch(endpoint + path, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=prove/20261123/us-east-1/${service.signingName}/aws4_request, SignedHeaders=host, Signature=00`,
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const problem = problemOf(
    response.status,
    decoded(`${response.headers.get('x-amzn-errortype') ?? ''} ${await response.text()}`),
    { what, method },
  );
  return problem === undefined ? [] : [`${service.name} ${operation}: ${what} ${problem}`];
}

function problemOf(status: number, answer: string, { what, method }: { what: string; method: string }) {
  if (status >= 500) return `is answered with ${status}`;
  if (status < 400) return 'is accepted';
  if (/\bundefined\b/.test(answer)) return "is refused with 'undefined' in the message";
  if (method === 'HEAD' || isRefusalOf(what, answer)) return undefined;
  return `is refused for something else: ${answer}`;
}

/** A refusal that does not name the member would mean that the input was used before it was checked. */
function isRefusalOf(what: string, answer: string): boolean {
  const member = /(\w+)\W*(?: key)? is /.exec(what)?.[1] ?? '';
  return (
    /SerializationException|Malformed|not served/.test(answer) || answer.toLowerCase().includes(member.toLowerCase())
  );
}

function decoded(answer: string): string {
  return answer.replaceAll('&apos;', "'").replaceAll('&quot;', '"');
}
