import type { Statement } from '../events/statement.ts';
import { maySamePerson } from './person.ts';

export interface Requester {
  /** The ARN that STS returned, the name in the request, or the stack's own rule. */
  name: string;
  /** `configured`: the stack's own rules ask. */
  proof: 'proven' | 'claimed' | 'configured';
  /** Of a proven one. */
  person?: string | undefined;
}

export function provenRequester({ arn, person }: Statement['identity']): Requester {
  return { name: arn, proof: 'proven', person };
}

export function samePerson({ name, proof, person }: Requester, identity: Statement['identity']): boolean {
  if (proof === 'configured') return false;
  return person === identity.person || maySamePerson(name, identity.arn) || maySamePerson(name, identity.person);
}
