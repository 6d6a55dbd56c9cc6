import * as z from 'zod';
import { floatText, RawJson } from '../http/json.ts';
import { choice, fault, flag, float, integer, list, model, text, anything } from '../http/shapes.ts';
import { enumLabel, taggedUnion } from '../http/tagged-union.ts';

/** Names and titles of fields, questions and metadata properties. */
export const partName = text({ min: 1, max: 200 });
export const partTitle = text({ min: 1, max: 500 });
export const questionDescription = text({ min: 1, max: 1000 });

const type = <Word extends string>(word: Word) => z.literal(word);
const useMarkdown = (byDefault: boolean) => flag.default(byDefault);

export const fieldSettings = taggedUnion(
  'type',
  {
    text: model({ type: type('text'), use_markdown: useMarkdown(false) }),
    image: model({ type: type('image') }),
    chat: model({ type: type('chat'), use_markdown: useMarkdown(true) }),
    custom: model({ type: type('custom'), template: text(), advanced_mode: flag.default(false) }),
  },
  enumLabel('FieldType'),
);

export const fieldSettingsChange = taggedUnion(
  'type',
  {
    text: model({ type: type('text'), use_markdown: flag }),
    image: model({ type: type('image') }),
    chat: model({ type: type('chat'), use_markdown: flag }),
    custom: model({ type: type('custom'), template: text(), advanced_mode: flag }),
  },
  enumLabel('FieldType'),
);

const option = model({
  value: text({ min: 1, max: 200 }),
  text: text({ min: 1, max: 500 }),
  description: text({ min: 1, max: 1000 }).nullable().default(null),
});

interface Choosable {
  options: { value: unknown }[];
  visible_options?: number | null;
}

function checkOptions<Settings extends Choosable>(settings: Settings, ctx: z.core.$RefinementCtx): Settings {
  const { options, visible_options: visible } = settings;
  const values = options.map((one) => one.value);
  const doubles = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  if (doubles.size > 0) {
    const shown = [...doubles].map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(', ');
    fault(ctx, 'value_error', `Value error, Option values must be unique, found duplicates: {${shown}}`);
  } else if (visible !== undefined && visible !== null && visible > options.length) {
    const rule = "the value for 'visible_options' must be less or equal to the number of items in 'options'";
    fault(ctx, 'value_error', `Value error, ${rule} (${options.length})`);
  }
  return settings;
}

const visibleOptions = integer({ min: 3 }).nullable().default(null);
const labels = list(option, { min: 2, max: 500 });
const optionsOrder = choice(['natural', 'suggestion'], 'enum');

export const questionSettings = taggedUnion(
  'type',
  {
    text: model({ type: type('text'), use_markdown: useMarkdown(false) }),
    rating: model({
      type: type('rating'),
      options: list(model({ value: integer({ min: 0, max: 10 }) }), { min: 2, max: 11 }),
    }).transform(checkOptions),
    label_selection: model({
      type: type('label_selection'),
      options: labels,
      visible_options: visibleOptions,
    }).transform(checkOptions),
    multi_label_selection: model({
      type: type('multi_label_selection'),
      options: labels,
      visible_options: visibleOptions,
      options_order: optionsOrder.default('natural'),
    }).transform(checkOptions),
    ranking: model({ type: type('ranking'), options: list(option, { min: 2, max: 50 }) }).transform(checkOptions),
    span: model({
      type: type('span'),
      field: partName,
      options: list(option, { min: 1, max: 500 }),
      visible_options: visibleOptions,
      allow_overlapping: flag.default(false),
    }).transform((settings, ctx) => ({ ...checkOptions(settings, ctx), allow_character_annotation: true })),
  },
  enumLabel('QuestionType'),
);

const changedOptions = list(model({ value: text(), text: text(), description: text().nullable().default(null) }), {
  min: 1,
  max: 500,
});
const changedLabels = { options: changedOptions.optional(), visible_options: integer({ min: 3 }).nullish() };

/** The parts of a question's settings that may change later. Rating and ranking questions can't change theirs. */
export const questionSettingsChange = taggedUnion(
  'type',
  {
    text: model({ type: type('text'), use_markdown: flag.optional() }),
    rating: model({ type: type('rating') }),
    label_selection: model({ type: type('label_selection'), ...changedLabels }),
    multi_label_selection: model({
      type: type('multi_label_selection'),
      ...changedLabels,
      options_order: optionsOrder.optional(),
    }),
    ranking: model({ type: type('ranking') }),
    span: model({ type: type('span'), ...changedLabels, allow_overlapping: flag.optional() }),
  },
  enumLabel('QuestionType'),
);

function checkBounds(
  { min, max }: { min: number | null; max: number | null },
  ctx: z.core.$RefinementCtx,
  show: (value: number) => string,
): void {
  if (min !== null && max !== null && min >= max) {
    fault(ctx, 'value_error', `Value error, 'min' (${show(min)}) must be lower than 'max' (${show(max)})`);
  }
}

const optionalFloat = float().nullable().default(null);
const optionalInteger = integer().nullable().default(null);
const printFloat = (value: number | null): RawJson | null => (value === null ? null : new RawJson(floatText(value)));

export const metadataSettings = taggedUnion(
  'type',
  {
    terms: model({ type: type('terms'), values: list(anything, { min: 1, max: 250 }).nullable().default(null) }),
    integer: model({ type: type('integer'), min: optionalInteger, max: optionalInteger }).transform((settings, ctx) => {
      checkBounds(settings, ctx, String);
      return settings;
    }),
    float: model({ type: type('float'), min: optionalFloat, max: optionalFloat }).transform((settings, ctx) => {
      checkBounds(settings, ctx, floatText);
      return { type: settings.type, min: printFloat(settings.min), max: printFloat(settings.max) };
    }),
  },
  enumLabel('MetadataPropertyType'),
);
