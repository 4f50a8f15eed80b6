import type { Sample } from '../common/simulator.ts';

export const samples: readonly Sample[] = [
  {
    title: 'a namespace that consumes the sales share',
    data: {
      association: 'redshift-datashare-consumer',
      target: {
        dataShareArn: 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/sales',
        consumerArn: 'arn:aws:redshift:us-east-1:111122223333:namespace:1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809',
      },
    },
    expected: 'DISASSOCIATED',
  },
];
