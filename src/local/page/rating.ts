// Rating a dataset: the prompts of this visit, the answers to them, and the way back.

import { call, isSignedOut } from './api.ts';
import { Goal } from './goal.ts';
import { Outbox, type Outcome } from './outbox.ts';
import { parseQuestion, nameValue, type Question } from './question.ts';
import { Queue } from './queue.ts';
import { listenToTabs, onlyThisTab, type Tabs } from './tabs.ts';
import { count } from './text.ts';
import type { Items, WireAnswer, WireDataset, WireField, WireQuestion, WireRecord, WireUser } from './wire.ts';

/** `value` is null if the prompt was skipped. */
export interface Answer {
  status: 'submitted' | 'discarded';
  value: number | null;
}

/** A prompt of this visit. */
export interface Step {
  record: WireRecord;
  answer: Answer | undefined;
}

export type Stage = 'loading' | 'prompt' | 'done';

interface TeamProgress {
  completed: number;
  total: number;
}

const retryMs = 3000;
/** At the end, a prompt that somebody else leaves unanswered comes back after some seconds. */
const lookAgainMs = 12_000;
/** After this many answers, the team's progress is read again. */
const answersPerProgress = 10;

export interface RatingOptions {
  user: WireUser;
  dataset: WireDataset;
  storage: Storage;
  onChange(): void;
  /** Says something to screen readers. */
  onSay(text: string): void;
  onSignedOut(): void;
}

export class Rating {
  readonly #options: RatingOptions;
  readonly #outbox: Outbox;
  readonly #queue: Queue;
  readonly #tabs: Tabs;
  readonly goal: Goal;
  question: Question | undefined;
  fields: readonly WireField[] = [];
  stage: Stage = 'loading';
  team: TeamProgress | null = null;
  /** Why answers or prompts are stuck; empty if they aren't. */
  problem = '';
  /** Why the server finally refused an answer. */
  refusal = '';
  /** Whether the rater has answered anything in this dataset. */
  hasAnswered = false;
  /** Whether earlier answers may exist that are not part of the trail. */
  #mayHaveEarlier = true;
  #trail: Step[] = [];
  #position = -1;
  /** Answers of this visit, oldest first, with what they replaced. */
  #given: { step: Step; before: Answer | undefined }[] = [];
  #counts = { submitted: 0, discarded: 0 };
  #outboxProblem = '';
  #hasSent = false;
  #answersSinceProgress = 0;
  /** Answers given or taken back in this visit. */
  #changes = 0;
  #isBusy = false;
  #isClosed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RatingOptions) {
    this.#options = options;
    const { user, dataset, storage } = options;
    this.goal = new Goal(user.id, dataset.id, storage, () => new Date().toDateString());
    this.#outbox = new Outbox(user.id, {
      storage,
      send: sendAnswers,
      exclusively: (task) => onlyThisTab(`prank-outbox-${user.id}`, task),
      now: Date.now,
      onOutcome: (outcome) => this.#onOutcome(outcome),
    });
    this.#queue = new Queue({
      datasetId: dataset.id,
      userId: user.id,
      isKnown: (id) => this.#outbox.has(id) || this.#trail.some(({ record }) => record.id === id),
      countKnownOpen: () => this.#outbox.waiting + this.#openSteps(),
      onLoad: () => options.onChange(),
    });
    this.#tabs = listenToTabs(`prank-answers-${user.id}`, (recordId) => this.#onOtherTab(recordId));
    addEventListener('online', this.#sendNow);
    addEventListener('pagehide', this.#leave);
  }

  /** Fills the screen. Throws if the dataset can't be shown. */
  async open(): Promise<void> {
    const { dataset } = this.#options;
    const [{ items: questions }, { items: fields }] = await Promise.all([
      call<Items<WireQuestion>>('GET', `/datasets/${dataset.id}/questions`),
      call<Items<WireField>>('GET', `/datasets/${dataset.id}/fields`),
      this.#queue.load(),
      this.#readProgress(),
    ]);
    this.question = parseQuestion(questions);
    this.fields = fields;
    this.hasAnswered = this.#counts.submitted + this.#counts.discarded > 0;
    void this.#outbox.send();
    await this.forward();
  }

  /** Stops listening and sending. Answers that wait stay stored. */
  close(): void {
    this.#isClosed = true;
    removeEventListener('online', this.#sendNow);
    removeEventListener('pagehide', this.#leave);
    this.#leave();
    this.#tabs.close();
    this.#outbox.stop();
    clearTimeout(this.#retry);
  }

  get step(): Step | undefined {
    return this.stage === 'prompt' ? this.#trail[this.#position] : undefined;
  }

  get counts(): Readonly<{ submitted: number; discarded: number }> {
    return this.#counts;
  }

  /** Prompts that wait for this rater, with the one on the screen. */
  get left(): number {
    return this.#queue.left + this.#openSteps();
  }

  get waiting(): number {
    return this.#outbox.waiting;
  }

  get canGoBack(): boolean {
    return this.#position > 0 || (this.#mayHaveEarlier && this.hasAnswered);
  }

  get canUndo(): boolean {
    return this.#given.length > 0;
  }

  /** Empty until an answer was given. */
  get savedText(): string {
    const { waiting } = this;
    if (this.#outboxProblem !== '') return `${count(waiting, 'answer')} not sent yet`;
    return waiting === 0 && this.#hasSent ? 'All answers saved' : '';
  }

  /** Answers with a value, or null to skip. The answer is stored first, then sent while the next prompt is shown. */
  answer(value: number | null): void {
    const { step } = this;
    if (this.#isBusy || step === undefined) return;
    this.#given.push({ step, before: step.answer });
    this.#change(step, { status: value === null ? 'discarded' : 'submitted', value });
    this.#tabs.tell(step.record.id);
    if (value === null) this.#options.onSay('Skipped.');
    else if (this.goal.count === this.goal.goal) this.#options.onSay('You reached your goal for today. Thank you!');
    void this.forward();
  }

  /** Takes the last answer of this visit back, and shows its prompt again. */
  undo(): void {
    if (this.#isBusy) return;
    const last = this.#given.pop();
    if (last === undefined) return;
    this.#change(last.step, last.before);
    this.#options.onSay('Your last answer is taken back.');
    this.#show(this.#trail.indexOf(last.step));
  }

  /** Shows the next prompt. */
  async forward(): Promise<void> {
    if (this.#isBusy) return;
    if (this.#position < this.#trail.length - 1) return this.#show(this.#position + 1);
    this.#isBusy = true;
    clearTimeout(this.#retry);
    if (!this.#queue.isReady) this.stage = 'loading';
    this.#options.onChange();
    try {
      const record = await this.#queue.next();
      if (this.#isClosed) return;
      this.#isBusy = false;
      this.problem = this.#outboxProblem;
      if (record === undefined) return this.#showDone();
      this.#trail.push({ record, answer: undefined });
      this.#show(this.#trail.length - 1);
    } catch (error) {
      this.#isBusy = false;
      this.#onFailure(error, () => this.forward());
    }
  }

  /** Asks the server again for prompts. */
  lookAgain(): Promise<void> {
    this.#queue.forgetDropped();
    return this.forward();
  }

  /** Shows the prompt before this one, if need be from an earlier visit. */
  async back(): Promise<void> {
    if (this.#isBusy) return;
    if (this.#position > 0) return this.#show(this.#position - 1);
    if (!this.canGoBack) return;
    this.#isBusy = true;
    try {
      const known = new Set(this.#trail.map(({ record }) => record.id));
      const earlier = (await this.#queue.listAnswered()).filter(({ id }) => !known.has(id)).toReversed();
      if (this.#isClosed) return;
      this.#mayHaveEarlier = false;
      this.#trail.unshift(...earlier.map((record) => ({ record, answer: this.#answerOf(record) })));
      this.#position += earlier.length;
      if (earlier.length > 0) this.#show(Math.max(0, Math.min(this.#position, this.#trail.length) - 1));
    } catch (error) {
      if (isSignedOut(error)) this.#options.onSignedOut();
      else this.problem = error instanceof Error ? error.message : '';
    } finally {
      this.#isBusy = false;
      this.#options.onChange();
    }
  }

  /** `You answered 4 (Good).` Empty for a prompt without an answer. */
  get pastText(): string {
    const answer = this.step?.answer;
    if (answer === undefined || this.question === undefined) return '';
    if (answer.value === null) return 'You skipped this one. Choose to change that.';
    return `You answered ${nameValue(this.question, answer.value)}. Choose to change that.`;
  }

  #openSteps(): number {
    return this.#trail.filter(({ answer }) => answer === undefined).length;
  }

  /** Sets or takes back the answer of a step, here and on the server. */
  #change(step: Step, answer: Answer | undefined): void {
    const submitted = Number(answer?.status === 'submitted') - Number(step.answer?.status === 'submitted');
    const discarded = Number(answer?.status === 'discarded') - Number(step.answer?.status === 'discarded');
    this.#counts = { submitted: this.#counts.submitted + submitted, discarded: this.#counts.discarded + discarded };
    if (submitted !== 0) this.goal.add(submitted);
    step.answer = answer;
    this.#changes += 1;
    this.hasAnswered ||= answer !== undefined;
    this.refusal = '';
    const name = this.question?.name ?? '';
    const values = answer === undefined || answer.value === null ? {} : { [name]: { value: answer.value } };
    // An answer that is taken back becomes a draft: it no longer counts, and the server offers the prompt again.
    this.#outbox.add({ record_id: step.record.id, status: answer?.status ?? 'draft', values });
  }

  #answerOf(record: WireRecord): Answer {
    const response = record.responses?.find((own) => own.user_id === this.#options.user.id);
    const value = response?.values?.[this.question?.name ?? '']?.value;
    return response?.status === 'submitted' && typeof value === 'number'
      ? { status: 'submitted', value }
      : { status: 'discarded', value: null };
  }

  #show(position: number): void {
    this.#position = position;
    this.stage = 'prompt';
    this.#options.onChange();
  }

  #showDone(): void {
    this.#position = this.#trail.length;
    this.stage = 'done';
    this.#options.onChange();
    void this.#readProgress().catch(() => {});
    if (this.isWaitingForOthers) this.#retry = setTimeout(() => void this.#lookQuietly(), lookAgainMs);
  }

  /** Whether the server keeps the last prompts for other raters, who may leave one unanswered. */
  get isWaitingForOthers(): boolean {
    return this.stage === 'done' && this.#queue.left > 0;
  }

  async #lookQuietly(): Promise<void> {
    await this.#queue.load().catch(() => {});
    if (this.#isClosed || this.stage !== 'done' || this.#isBusy) return;
    if (this.#queue.isReady) await this.forward();
    else this.#showDone();
  }

  /** The prompt on the screen was answered in another tab, so this tab goes on. */
  #onOtherTab(recordId: string): void {
    this.#queue.drop(recordId);
    const step = this.#trail.find(({ record }) => record.id === recordId);
    if (step === undefined || step.answer !== undefined || this.#isBusy) return;
    const isShown = this.step === step;
    const index = this.#trail.indexOf(step);
    this.#trail.splice(index, 1);
    if (this.#position >= index) this.#position -= 1;
    if (!isShown) return;
    this.#options.onSay('You answered this prompt in another tab.');
    void this.forward();
  }

  async #readProgress(): Promise<void> {
    const { id } = this.#options.dataset;
    const isCounted = this.#outbox.waiting === 0;
    const changes = this.#changes;
    const [{ responses }, team] = await Promise.all([
      call<{ responses: { submitted: number; discarded: number } }>('GET', `/me/datasets/${id}/metrics`),
      call<TeamProgress>('GET', `/datasets/${id}/progress`),
    ]);
    this.team = team;
    // An answer that was on its way is in the page's own counts, but perhaps not in the server's.
    if (isCounted && changes === this.#changes) {
      this.#counts = { submitted: responses.submitted, discarded: responses.discarded };
    }
    this.#options.onChange();
  }

  readonly #sendNow = (): void => void this.#outbox.send();

  readonly #leave = (): void => this.#queue.leave();

  #onOutcome({ waiting, failure, settled, refusal }: Outcome): void {
    if (isSignedOut(failure)) return this.#options.onSignedOut();
    const reason = failure instanceof Error ? failure.message : '';
    const are = waiting === 1 ? 'is' : 'are';
    this.#outboxProblem =
      failure === undefined ? '' : `${reason} ${count(waiting, 'answer')} ${are} kept here and will be sent.`;
    this.problem = this.#outboxProblem;
    if (refusal !== '') this.refusal = `One answer was not taken: ${refusal}`;
    this.#hasSent ||= settled > 0;
    this.#answersSinceProgress += settled;
    this.#options.onChange();
    const isAtEnd = this.stage === 'done' && waiting === 0 && settled > 0;
    if (this.#answersSinceProgress < answersPerProgress && !isAtEnd) return;
    this.#answersSinceProgress = 0;
    void this.#readProgress().catch(() => {});
  }

  #onFailure(error: unknown, again: () => Promise<void>): void {
    if (this.#isClosed) return;
    if (isSignedOut(error)) return this.#options.onSignedOut();
    const reason = error instanceof Error ? error.message : '';
    this.problem = `${reason} Your answers are kept here; the next prompt comes as soon as the server answers.`;
    this.#retry = setTimeout(() => void again(), retryMs);
    this.#options.onChange();
  }
}

async function sendAnswers(answers: readonly WireAnswer[]): Promise<readonly string[]> {
  const { items } = await call<Items<{ error: { detail: string } | null }>>(
    'POST',
    '/me/responses/bulk',
    { items: answers },
    // Closing the tab right after an answer must not delay it until the next visit.
    { keepalive: true },
  );
  return answers.map((_, index) => items[index]?.error?.detail ?? '');
}
