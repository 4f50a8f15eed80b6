import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { connect } from '../../client/connection.ts';
import { createStackClient } from '../../client/stack-client.ts';

it.each([
  [200, 'text/html', '<html>a page</html>'],
  [403, 'text/html; charset=utf-8', '<html>a proxy</html>'],
])('HTTP %i of %s is not AWS’s, and is said to be so', async (status, type, body) => {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createStackClient(connect({ endpoint }, {}), new AbortController().signal);
  await expect(client.stack()).rejects.toThrow(
    `${endpoint} is not AWS: it answered DescribeStacks with HTTP ${status}, ${type}`,
  );
  const sfn = await client.aws.sfn();
  const { ListStateMachinesCommand } = await import('@aws-sdk/client-sfn');
  await expect(sfn.send(new ListStateMachinesCommand())).rejects.toThrow('it answered ListStateMachines with HTTP');
  server.close();
});
