import { z } from 'zod';
import { json } from '../http/exchange.ts';
import { readBody, route } from '../http/route.ts';
import { checkCard } from '../state/card.ts';

const body = z.strictObject({ content: z.string(), repoType: z.enum(['model', 'dataset', 'space']).default('model') });

/** The Hub's validation of a README before it is committed. */
export const cardRoutes = [
  route('POST /api/validate-yaml', ({ request }) => {
    const { content, repoType } = readBody(request, body);
    const { errors, warnings } = checkCard(content, repoType);
    return json({ errors, warnings }, { status: errors.length === 0 ? 200 : 400 });
  }),
];
