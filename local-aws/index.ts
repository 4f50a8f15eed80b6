/** AWS on this machine: how it is started, and what its caller needs to know. */

export type { ControlRequest, ControlRoutes } from './control/control-api.ts';
export type { Identity } from './core/aws.ts';
export type { Clock, ClockMode } from './core/clock.ts';
export { ConnectionCut, checkFault, type FaultSpec } from './core/faults.ts';
export type { Destination, ForwardOptions, Send, SessionCredentials } from './forward/options.ts';
export type { HttpEndpoints, HttpRequest, HttpResponse } from './http/index.ts';
export type { Refusal } from './iam/index.ts';
export { type LocalAws, type LocalAwsInfo, type LocalAwsOptions, startLocalAws } from './runtime.ts';
export * from './stack/index.ts';
export type { WireRequest, WireResponse } from './wire/http.ts';
