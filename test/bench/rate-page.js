// Plays raters who start together: node rate-page.js URL DATASET QUESTION RATERS SECONDS THINK_MS, their keys on stdin.
// Prints the times of each kind of request in milliseconds.
import { text } from 'node:stream/consumers';

const [url, dataset, question, raters, seconds, thinkMs] = process.argv.slice(2);
const keys = JSON.parse(await text(process.stdin)).slice(0, Number(raters));
const status = (entity, ...values) => ({ type: 'terms', scope: { entity, property: 'status' }, values });
const open = { filters: { and: [status('response', 'pending', 'draft'), status('record', 'pending')] } };
const times = { next: [], answer: [] };
const end = performance.now() + Number(seconds) * 1000;

async function call(kind, key, path, body) {
  const started = performance.now();
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'x-argilla-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  times[kind].push(performance.now() - started);
  if (!response.ok) throw new Error(`${kind}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

async function rate(key) {
  while (performance.now() < end) {
    const { items } = await call('next', key, `/me/datasets/${dataset}/records/search?limit=4`, open);
    if (items.length === 0) return;
    await new Promise((done) => setTimeout(done, Number(thinkMs) * (0.5 + Math.random())));
    const values = { [question]: { value: 1 + Math.floor(Math.random() * 5) } };
    const item = { record_id: items[0].record.id, status: 'submitted', values };
    await call('answer', key, '/me/responses/bulk', { items: [item] });
  }
}

await Promise.all(keys.map(rate));
process.stdout.write(JSON.stringify(times));
