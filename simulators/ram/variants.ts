import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  ramLinger: {
    question: 'RAM: how long does the row of a disassociated entity stay listed?',
    answers: ['day', 'none', 'ever'],
  },
  ramRows: {
    question: 'RAM: after an entity is associated again, is its earlier row still listed beside the new one?',
    answers: ['one', 'both'],
  },
  ramRepeat: {
    question: 'RAM: how does it answer the disassociation of what is DISASSOCIATING already?',
    answers: ['accept', 'invalid-state'],
  },
  ramGone: {
    question: 'RAM: how does it answer the disassociation of an entity whose DISASSOCIATED row is still listed?',
    answers: ['accept', 'unknown'],
  },
  ramBusy: {
    question: 'RAM: does an entity that is ASSOCIATING block changes of the whole share, or of itself only?',
    answers: ['share', 'entity'],
  },
  ramSuspended: {
    question: 'RAM: may what is SUSPENDED be disassociated?',
    answers: ['accept', 'invalid-state'],
  },
  ramInherited: {
    question: 'RAM: how does it answer the disassociation of an account that has the share through an OU?',
    answers: ['unknown', 'not-permitted'],
  },
  ramFailure: {
    question: 'RAM: what does it show after a failed disassociation?',
    answers: ['failed-with-message', 'failed', 'associated'],
  },
  ramUnknownShare: {
    question: 'RAM: how does it answer the lists of a share that does not exist?',
    answers: ['unknown-resource', 'empty'],
  },
} as const satisfies Variants;
