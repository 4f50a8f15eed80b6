/** Where AWS serves a service: by the endpoint rules of the SDK's client, or where the caller's configuration says. */

import { STSClient } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AssociationProvider, ClientClass } from '../../associations/common/contract.ts';
import { kinds } from '../../associations/registry.ts';
import { type Endpoint, endpointOf } from '../common/endpoint.ts';

export type EndpointOf = (service: string, region: string) => Promise<Endpoint>;

/** What is read of a client's configuration. */
interface ClientConfig {
  serviceId: string;
}

type Client = new (options: { region: string; requestHandler: NodeHttpHandler }) => { config: ClientConfig };

/** @param requestHandler of a client that is never sent anything with. */
export async function createEndpoints(requestHandler: NodeHttpHandler): Promise<EndpointOf> {
  const clients = await clientsByService(requestHandler);
  const known = new Map<string, Promise<Endpoint>>();
  return (service, region) => {
    const Client = clients.get(service);
    if (Client === undefined) throw new Error(`no kind has a client of the service ${service}`);
    const key = `${service} ${region}`;
    const endpoint = known.get(key) ?? endpointOf(new Client({ region, requestHandler }).config);
    known.set(key, endpoint);
    return endpoint;
  };
}

/** Of every service that is called, by its name. @throws ClientError INVALID for one that is not encrypted. */
export async function endpointsOfKinds(
  requestHandler: NodeHttpHandler,
  region: string,
): Promise<Map<string, Endpoint>> {
  const endpoints = new Map<string, Endpoint>();
  for (const [service, Client] of await clientsByService(requestHandler))
    endpoints.set(service, await endpointOf(new Client({ region, requestHandler }).config));
  return endpoints;
}

async function clientsByService(requestHandler: NodeHttpHandler): Promise<Map<string, Client>> {
  const clients = [STSClient, ...(await clientsOfKinds())] as unknown as Client[];
  return new Map(clients.map((each) => [nameOf(new each({ region: 'us-east-1', requestHandler }).config), each]));
}

async function clientsOfKinds(): Promise<ClientClass[]> {
  const modules = await Promise.all(
    kinds.map((kind) => import(`../../associations/${kind}/provider.ts`) as Promise<{ default: AssociationProvider }>),
  );
  return modules.flatMap(({ default: { clients } }) => clients);
}

/** `License Manager User Subscriptions` -> `license-manager-user-subscriptions` */
function nameOf({ serviceId }: ClientConfig): string {
  return serviceId.toLowerCase().replaceAll(' ', '-');
}
