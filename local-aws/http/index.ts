/**
 * HTTP requests that AWS services make to endpoints elsewhere. Nothing leaves this machine: the outbox keeps each request as
 * it was made, without what its connection adds, and whoever started local AWS says how an endpoint answers.
 */

import type { Aws, Service } from '../core/aws.ts';
import type { Outbox } from '../core/outbox.ts';
import { type HttpEndpoints, requests } from './api/invoke.ts';

export type { HttpEndpoints, HttpRequest, HttpResponse } from './api/invoke.ts';

export function http(aws: Aws, parts: { outbox: Outbox; endpoints: HttpEndpoints }): Service {
  return { name: 'http', signingName: 'http', protocol: 'awsJson1.1', operations: requests(aws, parts) };
}
