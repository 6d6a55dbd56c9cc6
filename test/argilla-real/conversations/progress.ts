import type { Conversation } from '../../support/argilla-world.ts';

const answer = (value: number, status = 'submitted') => ({ status, values: { quality: { value } } });

/** Progress of a dataset. */
export const aboutProgress: Conversation[] = [
  {
    name: 'progress of the dataset and of each person',
    talk: async (world) => {
      await world.ready({ distribution: { strategy: 'overlap', min_submitted: 2 } });
      const [one, two, three] = await world.put('one', 'two', 'three');
      await world.ask('owner', 'GET', `${world.at()}/progress`);
      await world.ask('owner', 'GET', `${world.at()}/users/progress`);
      await world.ask('bob', 'POST', `/records/${one?.id}/responses`, answer(1));
      await world.ask('ann', 'POST', `/records/${one?.id}/responses`, answer(2));
      await world.ask('ann', 'POST', `/records/${two?.id}/responses`, answer(2, 'discarded'));
      await world.ask('ann', 'POST', `/records/${three?.id}/responses`, answer(2, 'draft'));
      await world.ask('owner', 'GET', `${world.at()}/progress`);
      await world.ask('ann', 'GET', `${world.at()}/progress`);
      await world.ask('ann', 'GET', `${world.at()}/users/progress`);
      await world.ask('outsider', 'GET', `${world.at()}/progress`);
      await world.ask('outsider', 'GET', `${world.at()}/users/progress`);
      await world.ask('outsider', 'GET', `/me${world.at()}/metrics`);
    },
  },
  {
    name: 'who took their answer back is still named in the progress',
    talk: async (world) => {
      await world.ready();
      const [one] = await world.put('one');
      const { body } = await world.ask('bob', 'POST', `/records/${one?.id}/responses`, answer(1));
      await world.ask('bob', 'DELETE', `/responses/${body.id}`);
      await world.ask('owner', 'GET', `${world.at()}/progress`);
      await world.ask('owner', 'GET', `${world.at()}/users/progress`);
    },
  },
  {
    name: 'metrics of one who answered alone',
    talk: async (world) => {
      await world.ready();
      const [one, two] = await world.put('one', 'two', 'three');
      await world.ask('ann', 'GET', `/me${world.at()}/metrics`);
      await world.ask('ann', 'POST', `/records/${one?.id}/responses`, answer(1));
      await world.ask('ann', 'POST', `/records/${two?.id}/responses`, answer(2, 'discarded'));
      await world.ask('ann', 'GET', `/me${world.at()}/metrics`);
      await world.ask('bob', 'GET', `/me${world.at()}/metrics`);
    },
  },
];
