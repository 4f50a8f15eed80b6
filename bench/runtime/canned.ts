/** A bare HTTP server that reads a request's body and answers with the same bytes: the most that the client could measure. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const execution = 'arn:aws:states:us-east-1:000000000000:execution:canned:00000000-0000-4000-8000-000000000000';

const ANSWERS: Readonly<Record<string, Buffer>> = {
  'AWSStepFunctions.StartExecution': Buffer.from(JSON.stringify({ executionArn: execution, startDate: 1767225600 })),
  'AWSStepFunctions.DescribeExecution': Buffer.from(JSON.stringify({ executionArn: execution, status: 'SUCCEEDED' })),
};

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    const answer = ANSWERS[String(request.headers['x-amz-target'])];
    response.writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(answer ?? '{"__type":"UnknownOperationException"}');
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ endpoint: `http://127.0.0.1:${port}`, account: '000000000000', machines: [] }));
});
