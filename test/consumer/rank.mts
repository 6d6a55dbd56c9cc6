import { rankItems } from 'prank/rank';

const answers: [rater: string, item: string, value: number][] = [
  ['ada', 'a', 5],
  ['ada', 'b', 1],
  ['ben', 'a', 4],
  ['ben', 'b', 2],
];
const ratings = answers.map(([rater, item, value]) => ({ rater, item, value }));
const { items } = rankItems({ ratings, items: ['a', 'b'], scale: [1, 2, 3, 4, 5] });
if (items[0]?.item !== 'a') throw new Error(`the better item is not first: ${JSON.stringify(items)}`);
