import type { Guardrail } from './contract.ts';

const WILDCARD = /[*?[\]{}]/;

export const wildcardSubject: Guardrail = {
  name: 'wildcard-subject',
  rule: 'A subject is one user, account, domain, ...: never a pattern.',
  breaches({ request }) {
    const { subject } = request.data;
    if (subject === undefined || !WILDCARD.test(subject.id)) return [];
    return [`The subject "${subject.id}" is a pattern. Name one ${subject.type}.`];
  },
};
