// Reads every record with its answers, page after page, and counts them: what a pull can't do without.
//   node list-pages.js URL KEY DATASET_ID
import axios from 'axios';

const [url, key, datasetId] = process.argv.slice(2);
const http = axios.create({ baseURL: `${url}/api/v1`, headers: { 'X-Argilla-Api-Key': key } });
let records = 0;
let answers = 0;
for (;;) {
  const params = { offset: records, limit: 1_000, include: 'responses' };
  const { data } = await http.get(`/datasets/${datasetId}/records`, { params });
  for (const { responses } of data.items) answers += responses.length;
  records += data.items.length;
  if (data.items.length === 0 || records >= data.total) break;
}
process.stdout.write(`${JSON.stringify({ records, answers })}\n`);
