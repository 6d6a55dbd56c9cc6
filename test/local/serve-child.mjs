// A server in its own process, for tests that kill it. Arguments: database file, owner's key.
import { startLocalServer } from '../../dist/index.js';

const [db, apiKey] = process.argv.slice(2);
const { url } = await startLocalServer({ db, owner: { username: 'owner', apiKey } });
process.send({ url });
