import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  route53List: {
    question: 'Route 53: when does a zone no longer list a VPC that is disassociated?',
    answers: ['at-once', 'in-sync'],
  },
  route53Repeat: {
    question: 'Route 53: how does it answer the disassociation of a VPC whose disassociation is PENDING?',
    answers: ['accept', 'busy', 'not-found'],
  },
  route53Busy: {
    question: 'Route 53: does another change of the zone that is PENDING refuse a disassociation?',
    answers: ['no', 'yes'],
  },
  route53DeletedVpc: {
    question: 'Route 53: how does it answer the disassociation of a VPC that was deleted?',
    answers: ['invalid-vpc', 'not-found', 'accept'],
  },
  route53Foreign: {
    question: "Route 53: how does it answer calls about another account's zone that the caller's VPC is not in?",
    answers: ['denied', 'no-such-zone'],
  },
  route53Change: {
    question: 'Route 53: how long can a change be read?',
    answers: ['ever', 'minute'],
  },
  route53Service: {
    question: 'Route 53: how does it answer the disassociation from a zone that a service owns?',
    answers: ['denied', 'invalid-input'],
  },
} as const satisfies Variants;
