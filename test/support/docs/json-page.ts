import { z } from 'zod';
import { type CommandName, dataSchemas } from '../../../src/cli/output/json/schemas.ts';

interface JsonSchema {
  type?: string | string[];
  description?: string;
  const?: string | boolean;
  enum?: string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

const errorSchema = {
  type: 'object',
  properties: {
    ok: { const: false },
    command: { type: 'string' },
    error: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        hint: { type: ['string', 'null'] },
        details: {},
      },
      required: ['code', 'message', 'hint', 'details'],
      additionalProperties: false,
    },
  },
  required: ['ok', 'command', 'error'],
  additionalProperties: false,
};

const names = Object.keys(dataSchemas).toSorted();

/** The JSON Schema of every document that `--json` prints. */
export function renderDocumentSchema(): string {
  const documents = names.map((name) => ({
    type: 'object',
    properties: { ok: { const: true }, command: { const: name }, data: toJsonSchema(name) },
    required: ['ok', 'command', 'data'],
    additionalProperties: false,
  }));
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'prank --json',
    oneOf: [...documents, errorSchema],
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The page about `--json`: one list of fields per command. */
export function renderJsonPage(): string {
  const sections = names.map((name) => {
    const schema = toJsonSchema(name);
    const forms = schema.anyOf ?? schema.oneOf ?? [schema];
    const lists = forms.map((form) => listFields(form, '').join('\n'));
    return [`## ${name}`, lists.join('\n\nor\n\n')].join('\n\n');
  });
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

const introduction = `# Output for programs

With \`--json\`, a command prints exactly one JSON document on stdout, also when it fails. Everything else goes to stderr.

    {"ok": true, "command": "push", "data": {"added": 500, …}}
    {"ok": false, "command": "push", "error": {"code": "lock_held", "message": "…", "hint": "…", "details": …}}

\`error.code\` is one of the [error codes](errors.md), and the exit code follows from it. \`details\` depends on the code, and
may be null. All keys are snake_case, and times are ISO 8601 in UTC. [json.schema.json](json.schema.json) is the JSON Schema
of all documents. New fields may be added in any version; other changes are in the changelog.

These are the fields of \`data\`. A \`?\` marks a field that is not always there.`;

function toJsonSchema(name: string): JsonSchema {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- names are the keys, and zod writes JSON Schema
  return clean(z.toJSONSchema(dataSchemas[name as CommandName])) as JsonSchema;
}

/** Without the limits of doubles, which zod writes at every whole number. */
function clean(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(clean);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== '$schema' && !(key === 'maximum' && value === Number.MAX_SAFE_INTEGER),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, clean(value)]));
}

function listFields({ properties = {}, required = [] }: JsonSchema, indent: string): string[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const optional = required.includes(key) ? '' : '?';
    const about = schema.description === undefined ? '' : `: ${schema.description}`;
    const inner = findObject(schema);
    const line = `${indent}- \`${key}\`${optional} ${describeType(schema)}${about}`;
    return [line, ...(inner === null ? [] : listFields(inner, `${indent}  `))];
  });
}

/** The object whose fields are listed below a field: itself, or what it is a list of. */
function findObject(schema: JsonSchema): JsonSchema | null {
  if (schema.properties !== undefined) return schema;
  const { items, anyOf = schema.oneOf ?? [], additionalProperties } = schema;
  const inner = [...(items === undefined ? [] : [items]), ...anyOf];
  if (typeof additionalProperties === 'object') inner.push(additionalProperties);
  return inner.map(findObject).find((found) => found !== null) ?? null;
}

function describeType(schema: JsonSchema): string {
  const { type, items, anyOf = schema.oneOf, additionalProperties, enum: values } = schema;
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(' or ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (anyOf !== undefined) return [...new Set(anyOf.map(describeType))].join(' or ');
  if (type === 'array') return `list of ${describeType(items ?? {})}`;
  if (type === 'object' && typeof additionalProperties === 'object') {
    return `object of ${describeType(additionalProperties)} by name`;
  }
  return Array.isArray(type) ? type.join(' or ') : (type ?? 'anything');
}
