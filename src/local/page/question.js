// The question: its scale, its labels, and the keys that answer it.

/** The rating question of a dataset with its labels. Throws an error if this page can't ask what is required. */
export function readQuestion(questions) {
  const rating = questions.find(({ settings, required }) => settings.type === 'rating' && required) ?? questions.find(({ settings }) => settings.type === 'rating');
  if (rating === undefined) throw new Error('This dataset has no rating question, and this page can only ask ratings.');
  const other = questions.find((question) => question.required && question !== rating);
  if (other !== undefined) {
    throw new Error(`This dataset also requires an answer to “${other.title}”, which this page can’t ask.`);
  }
  const values = rating.settings.options.map(({ value }) => value);
  const labels = readLabels(rating.description ?? '', values);
  return { name: rating.name, title: rating.title, values, labels, hint: labels === null ? (rating.description ?? '') : '' };
}

/** Parses labels from `1 = Very bad · 2 = Bad …`, by value; null unless each value has one. */
function readLabels(description, values) {
  const labels = new Map();
  for (const part of description.split(/\s*(?:[·,;|]|\n)\s*(?=\d+\s*=)/)) {
    const found = /^\s*(\d+)\s*=\s*(.+?)\s*$/s.exec(part);
    if (found !== null) labels.set(Number(found[1]), found[2]);
  }
  return labels.size === values.length && values.every((value) => labels.has(value)) ? labels : null;
}

/** The key for a value: its digit. 10 has the 0 key if 0 is not a value. */
export function keyOf(value, values) {
  if (value < 10) return String(value);
  return value === 10 && !values.includes(0) ? '0' : '';
}

export function valueOfKey(key, values) {
  return values.find((value) => keyOf(value, values) === key);
}
