/** Who may sign evidence and statements of identity. */

import { expect, it } from 'vitest';
import { list, packaged } from './packaged.ts';

const { template, of } = await packaged();

interface KeyStatement {
  Sid: string;
  Principal: { AWS: unknown };
  Action: string | string[];
}

const statements = template.Resources.SigningKey?.Properties.KeyPolicy.Statement as KeyStatement[];

it('only the functions that attest or write evidence may, by the key’s own policy', () => {
  const signing = statements.filter(({ Action }) =>
    list(Action).some((action) => /kms:(Sign|CreateGrant|\*)/.test(action)),
  );
  expect(signing.map(({ Sid }) => Sid)).toEqual(['Sign']);
  expect(list(signing[0]?.Principal.AWS)).toEqual(
    ['AttestRole', 'CompleteRole', 'RollUpRole'].map((role) => ({ 'Fn::GetAtt': [role, 'Arn'] })),
  );
});

it('no role’s own policy does, and the function that attests may do nothing else', () => {
  const actionsOf = (role: { Properties: { Policies: { PolicyDocument: { Statement: KeyStatement[] } }[] } }) =>
    role.Properties.Policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap(({ Action }) => list(Action)),
    );
  const roles = of('AWS::IAM::Role') as unknown as [string, Parameters<typeof actionsOf>[0]][];
  for (const [, role] of roles) expect(actionsOf(role)).not.toContain('kms:Sign');
  const attest = roles.find(([id]) => id === 'AttestRole')?.[1];
  expect(attest && actionsOf(attest).filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
});
