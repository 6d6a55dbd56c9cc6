// The rating screen: one prompt, one question, and the way back to earlier answers.

import { call } from './api.js';
import { announce, byId, count, make, notice } from './dom.js';
import { renderMarkdown } from './markdown.js';
import { Outbox } from './outbox.js';
import { keyOf, readQuestion, valueOfKey } from './question.js';
import { Queue } from './queue.js';

const skipKeys = new Set(['s', 'S', 'Backspace']);

export class Rating {
  #dataset;
  #question;
  #fields;
  #outbox;
  #queue;
  /** Prompts of this visit in order, with the rater's answers. The last one may have none yet. */
  #trail = [];
  #position = -1;
  #answeredIds = new Set();
  #counts = { submitted: 0, discarded: 0 };
  #team = null;
  #isBusy = false;
  #retry;
  #stops = new AbortController();
  #hasAnswers = false;

  constructor(user, dataset) {
    this.#dataset = dataset;
    this.#outbox = new Outbox(user.id, (change) => this.#onSent(change));
    this.#queue = new Queue(dataset.id, (id) => this.#answeredIds.has(id) || this.#outbox.has(id));
  }

  /** Fills the screen. Throws if the dataset can't be shown. */
  async open() {
    byId('task').hidden = true;
    byId('done').hidden = true;
    byId('saved').textContent = '';
    const [{ items: questions }, { items: fields }] = await Promise.all([
      call('GET', `/datasets/${this.#dataset.id}/questions`),
      call('GET', `/datasets/${this.#dataset.id}/fields`),
    ]);
    this.#question = readQuestion(questions);
    this.#fields = fields;
    this.#showGuidelines();
    this.#showQuestion();
    this.#listen();
    await Promise.all([this.#queue.load(), this.#readProgress()]);
    this.#hasAnswers = this.#counts.submitted + this.#counts.discarded > 0;
    byId('guidelines').open = !this.#hasAnswers;
    void this.#outbox.send();
    await this.#forward();
  }

  close() {
    this.#stops.abort();
    this.#queue.leave();
    this.#outbox.stop();
    clearTimeout(this.#retry);
    notice('');
  }

  #listen() {
    const { signal } = this.#stops;
    byId('skip').addEventListener('click', () => this.#answer(null), { signal });
    byId('back').addEventListener('click', () => this.#back(), { signal });
    byId('review').addEventListener('click', () => this.#back(), { signal });
    byId('forward').addEventListener('click', () => this.#forward(), { signal });
    byId('look-again').addEventListener('click', () => this.#forward(), { signal });
    document.addEventListener('keydown', (event) => this.#onKey(event), { signal });
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof HTMLInputElement) return;
    const value = valueOfKey(event.key, this.#question.values);
    const isAsking = !byId('task').hidden;
    if (event.key === 'ArrowLeft') void this.#back();
    else if (event.key === 'ArrowRight' && !byId('forward').hidden) void this.#forward();
    else if (isAsking && skipKeys.has(event.key)) this.#answer(null);
    else if (isAsking && value !== undefined) this.#answer(value);
    else return;
    event.preventDefault();
  }

  /** Answers with a value, or null to skip. The answer is stored first, then sent while the next prompt is shown. */
  #answer(value) {
    const step = this.#trail[this.#position];
    if (this.#isBusy || step === undefined) return;
    const status = value === null ? 'discarded' : 'submitted';
    const values = value === null ? {} : { [this.#question.name]: { value } };
    if (step.answer !== undefined) this.#counts[step.answer.status] -= 1;
    else this.#queue.left -= 1;
    step.answer = { status, value };
    this.#counts[status] += 1;
    this.#answeredIds.add(step.record.id);
    this.#outbox.add({ record_id: step.record.id, status, values });
    this.#showProgress();
    void this.#forward();
  }

  async #forward() {
    if (this.#position < this.#trail.length - 1) return this.#show(this.#position + 1);
    if (this.#isBusy) return;
    this.#isBusy = true;
    clearTimeout(this.#retry);
    try {
      const record = await this.#queue.next();
      notice(this.#outboxProblem);
      this.#showProgress();
      if (record === undefined) {
        this.#showDone();
      } else {
        this.#trail.push({ record });
        this.#show(this.#trail.length - 1);
      }
    } catch (error) {
      if (this.#stops.signal.aborted) return;
      notice(`${error.message} Your answers are kept here; the next prompt comes as soon as the server answers.`);
      this.#retry = setTimeout(() => this.#forward(), 3000);
    } finally {
      this.#isBusy = false;
    }
  }

  async #back() {
    if (this.#isBusy) return;
    if (this.#position > 0) return this.#show(this.#position - 1);
    this.#isBusy = true;
    try {
      const known = new Set(this.#trail.map(({ record }) => record.id));
      const earlier = (await this.#queue.listAnswered()).filter(({ id }) => !known.has(id)).toReversed();
      this.#trail.unshift(...earlier.map((record) => ({ record, answer: this.#answerOf(record) })));
      this.#position += earlier.length;
      if (earlier.length > 0) this.#show(Math.max(0, Math.min(this.#position, this.#trail.length) - 1));
      else byId('back').disabled = true;
    } catch (error) {
      notice(error.message);
    } finally {
      this.#isBusy = false;
    }
  }

  #answerOf(record) {
    const response = record.responses?.[0];
    const value = response?.values?.[this.#question.name]?.value ?? null;
    return { status: response?.status ?? 'discarded', value };
  }

  #show(position) {
    this.#position = position;
    const { record, answer } = this.#trail[position];
    byId('done').hidden = true;
    byId('task').hidden = false;
    this.#showPrompt(record);
    const isPast = answer !== undefined;
    byId('past').hidden = !isPast;
    byId('past').textContent = isPast ? this.#tellAnswer(answer) : '';
    byId('forward').hidden = !isPast;
    byId('back').disabled = position === 0 && !this.#hasAnswers && this.#trail.length === 1;
    byId('skip').setAttribute('aria-pressed', String(answer?.status === 'discarded'));
    for (const button of byId('values').children) {
      button.setAttribute('aria-pressed', String(isPast && answer.value === Number(button.dataset.value) && answer.status === 'submitted'));
    }
    announce(`${isPast ? 'Earlier prompt' : 'Next prompt'}: ${byId('prompt').textContent}`);
  }

  #tellAnswer({ status, value }) {
    if (status === 'discarded') return 'You skipped this one. Choose to change that.';
    const label = this.#question.labels?.get(value);
    return `You answered ${value}${label === undefined ? '' : ` (${label})`}. Choose to change that.`;
  }

  #showPrompt(record) {
    const shown = this.#fields.filter(({ name }) => record.fields[name] !== undefined && record.fields[name] !== null);
    const parts = shown.flatMap(({ name, title }) => {
      const value = record.fields[name];
      const text = make('div', typeof value === 'string' ? value : JSON.stringify(value, null, 2), { class: 'foreign', dir: 'auto' });
      return shown.length > 1 ? [make('h2', title), text] : [text];
    });
    const prompt = byId('prompt');
    prompt.replaceChildren(...parts);
    prompt.scrollTop = 0;
    // Only a prompt that scrolls needs keyboard focus.
    if (prompt.scrollHeight > prompt.clientHeight) prompt.tabIndex = 0;
    else prompt.removeAttribute('tabindex');
  }

  #showQuestion() {
    const { title, hint, values, labels } = this.#question;
    byId('question').textContent = title;
    byId('hint').textContent = hint;
    byId('hint').hidden = hint === '';
    const buttons = values.map((value) => {
      const key = keyOf(value, values);
      const button = make('button', '', { type: 'button', 'data-value': String(value), ...(key === '' ? {} : { 'aria-keyshortcuts': key }) });
      button.append(make('b', String(value)));
      if (labels !== null) button.append(make('small', labels.get(value)));
      button.addEventListener('click', () => this.#answer(value), { signal: this.#stops.signal });
      return button;
    });
    byId('values').replaceChildren(...buttons);
  }

  #showGuidelines() {
    const { guidelines } = this.#dataset;
    byId('guidelines').hidden = guidelines === null;
    byId('guidelines-text').replaceChildren(renderMarkdown(guidelines ?? ''));
  }

  #showDone() {
    this.#position = this.#trail.length;
    byId('task').hidden = true;
    byId('done').hidden = false;
    const { submitted, discarded } = this.#counts;
    byId('review').hidden = submitted + discarded === 0;
    const thanks = `You rated ${count(submitted, 'prompt')}${discarded === 0 ? '' : ` and skipped ${count(discarded, 'prompt')}`}.`;
    byId('done-text').textContent =
      submitted + discarded === 0 ? 'There is no prompt for you right now.' : `${thanks} Thank you! New prompts may come later.`;
    byId('done-title').textContent = submitted + discarded === 0 ? 'Nothing to rate' : 'All done';
    announce(byId('done-text').textContent);
    void this.#readProgress().catch(() => {});
  }

  async #readProgress() {
    const [{ responses }, team] = await Promise.all([
      call('GET', `/me/datasets/${this.#dataset.id}/metrics`),
      call('GET', `/datasets/${this.#dataset.id}/progress`),
    ]);
    this.#team = team;
    if (this.#outbox.waiting === 0) this.#counts = { submitted: responses.submitted, discarded: responses.discarded };
    this.#showProgress();
  }

  #showProgress() {
    const { submitted, discarded } = this.#counts;
    const left = Math.max(0, this.#queue.left);
    const own = submitted + discarded;
    const bar = byId('progress');
    bar.max = Math.max(1, own + left);
    bar.value = own;
    const skipped = discarded === 0 ? '' : `, ${discarded.toLocaleString('en')} skipped`;
    byId('own-progress').textContent = `You: ${submitted.toLocaleString('en')} rated${skipped}, ${left.toLocaleString('en')} left`;
    if (this.#team === null) return;
    const { completed, total } = this.#team;
    byId('team-progress').textContent = `Team: ${completed.toLocaleString('en')} of ${count(total, 'prompt')} done`;
  }

  #outboxProblem = '';
  #answersSinceProgress = 0;

  #onSent({ waiting, problem, sent }) {
    this.#outboxProblem = problem === '' ? '' : `${problem} ${count(waiting, 'answer')} ${waiting === 1 ? 'is' : 'are'} kept here and will be sent.`;
    notice(this.#outboxProblem);
    byId('saved').textContent = waiting === 0 ? 'All answers saved' : `${count(waiting, 'answer')} not sent yet`;
    const refused = sent.find(({ refusal }) => refusal !== '');
    if (refused !== undefined) notice(`One answer was not taken: ${refused.refusal}`);
    this.#answersSinceProgress += sent.length;
    if (this.#answersSinceProgress >= 10) {
      this.#answersSinceProgress = 0;
      void this.#readProgress().catch(() => {});
    }
  }
}
