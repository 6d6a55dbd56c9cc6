// The rating page: sign in, choose a dataset, rate.

import { call, keepSession, readSession, Refused, signInByKey, signInByPassword } from './api.js';
import { byId, make, notice, showScreen } from './dom.js';
import { Rating } from './rating.js';

let rating = null;

function leaveRating() {
  rating?.close();
  rating = null;
}

async function start() {
  leaveRating();
  if (readSession() === null) return showSignIn();
  showScreen('loading');
  try {
    const user = await call('GET', '/me');
    byId('who').textContent = user.username;
    byId('account').hidden = false;
    await showDatasets(user);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) keepSession(null);
    if (readSession() === null) return showSignIn(error.message);
    notice(`${error.message} Trying again…`);
    setTimeout(start, 3000);
  }
}

function showSignIn(problem = '') {
  leaveRating();
  byId('account').hidden = true;
  byId('title').textContent = 'Rate prompts';
  notice(problem);
  showScreen('sign-in');
  const isByKey = !byId('by-key').hidden;
  byId(isByKey ? 'api-key' : 'username').focus();
}

async function showDatasets(user) {
  const [{ items }, { items: workspaces }] = await Promise.all([
    call('GET', '/me/datasets?status=ready'),
    call('GET', '/me/workspaces'),
  ]);
  notice('');
  const byPath = items.find(({ id }) => location.pathname.split('/').includes(id));
  const only = byPath ?? (items.length === 1 ? items[0] : undefined);
  byId('other-datasets').hidden = items.length < 2;
  byId('no-datasets').hidden = items.length > 0;
  const choices = items.map((dataset) => {
    const button = make('button', dataset.name, { type: 'button' });
    button.append(make('small', workspaces.find(({ id }) => id === dataset.workspace_id)?.name ?? ''));
    button.addEventListener('click', () => openDataset(user, dataset));
    const item = make('li');
    item.append(button);
    return item;
  });
  byId('datasets').replaceChildren(...choices);
  byId('other-datasets').onclick = () => {
    leaveRating();
    byId('title').textContent = 'Rate prompts';
    showScreen('datasets');
  };
  if (only !== undefined) await openDataset(user, only);
  else showScreen('datasets');
}

async function openDataset(user, dataset) {
  leaveRating();
  byId('title').textContent = dataset.name;
  document.title = `${dataset.name} – rate prompts`;
  showScreen('rating');
  const opened = new Rating(user, dataset);
  rating = opened;
  try {
    await opened.open();
  } catch (error) {
    if (rating !== opened) return;
    leaveRating();
    showScreen('datasets');
    notice(error.message);
  }
}

byId('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const isByKey = !byId('by-key').hidden;
  const [first, second] = isByKey ? [byId('api-key').value.trim()] : [byId('username').value.trim(), byId('password').value];
  if (first === '' || second === '') return notice(isByKey ? 'Give your API key.' : 'Give your name and your password.');
  const button = event.target.querySelector('.primary');
  button.disabled = true;
  try {
    if (isByKey) signInByKey(first);
    else await signInByPassword(first, second);
    byId('password').value = '';
    byId('api-key').value = '';
    await start();
  } catch (error) {
    notice(error.message);
  } finally {
    button.disabled = false;
  }
});

byId('switch-way').addEventListener('click', () => {
  const isByKey = byId('by-key').hidden;
  byId('by-key').hidden = !isByKey;
  byId('by-password').hidden = isByKey;
  byId('switch-way').textContent = isByKey ? 'Sign in with name and password' : 'Sign in with an API key';
  byId('switch-way').setAttribute('aria-expanded', String(isByKey));
  byId(isByKey ? 'api-key' : 'username').focus();
});

byId('sign-out').addEventListener('click', () => {
  keepSession(null);
  showSignIn();
});

void start();
