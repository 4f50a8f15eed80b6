import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  codeArtifactMissing: {
    question: 'CodeArtifact: which resourceType does the error name when the connection is what is missing?',
    answers: ['repository', 'omitted'],
  },
} as const satisfies Variants;
