/** A wire protocol: decodes the operation and its input, encodes outputs and errors. */

import type { AwsError, Service } from '../core/aws.ts';
import type { WireRequest, WireResponse } from './http.ts';

export interface Decoded {
  /** As AWS spells it; it need not be one that is served. */
  operation: string;
  input: unknown;
}

export interface WireProtocol {
  /** @throws AwsError where the body is not what the protocol says. */
  decode(request: WireRequest, service: Service): Decoded;
  encode(output: unknown, operation: string, service: Service, requestId: string): WireResponse;
  refuse(error: AwsError, service: Service, requestId: string): WireResponse;
}
