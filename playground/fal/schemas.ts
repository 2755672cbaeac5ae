// fal's published schemas: which endpoints exist, and whether an input is valid, told as fal tells it.
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type Detail, detail } from './answers.ts';

interface SchemaFile {
  endpoints: Record<string, { input: string; output: string }>;
  schemas: Record<string, object>;
}

export type Input = Record<string, unknown>;
export type Validation = { ok: true; input: Input } | { ok: false; details: Detail[] };

const file = JSON.parse(
  readFileSync(new URL('./endpoint-schemas.json', import.meta.url), 'utf8'),
) as SchemaFile;

const ajv = createAjv();
const validators = new Map<string, ValidateFunction>();

export const ENDPOINTS: readonly string[] = Object.keys(file.endpoints);

function createAjv(): Ajv {
  const created = new Ajv({ strict: false, allErrors: true, verbose: true, useDefaults: true });
  // fal's generator leaves some limits in Python's spelling, beside an `anyOf` with other types.
  created.addKeyword({
    keyword: 'ge',
    validate: (limit: number, value: unknown) => !(Number(value) < limit),
  });
  created.addKeyword({
    keyword: 'le',
    validate: (limit: number, value: unknown) => !(Number(value) > limit),
  });
  // The `$ref`s are those of an OpenAPI document, so the schemas are mounted where one has them.
  created.addSchema({ $id: 'fal:openapi', components: { schemas: file.schemas } });
  return created;
}

/** Checks an input and fills in the endpoint's defaults, in a copy. */
export function validateInput(endpoint: string, body: unknown): Validation {
  const input = structuredClone(body) as Input;
  const validate = validatorFor(endpoint);
  if (validate(input)) return { ok: true, input };
  return { ok: false, details: describe(validate.errors ?? []) };
}

function validatorFor(endpoint: string): ValidateFunction {
  const known = validators.get(endpoint);
  if (known) return known;
  const schema = file.endpoints[endpoint]?.input;
  const compiled = ajv.compile({ $ref: `fal:openapi#/components/schemas/${schema}` });
  validators.set(endpoint, compiled);
  return compiled;
}

/** `anyOf` reports itself besides its branches; the branches say more. */
function describe(errors: ErrorObject[]): Detail[] {
  const telling = errors.filter((error) => error.keyword !== 'anyOf');
  return telling.map((error) => {
    const { type, msg, ctx } = wording(error);
    return detail(type, msg, locationOf(error), { ...(ctx ? { ctx } : {}), input: error.data });
  });
}

function locationOf(error: ErrorObject): (string | number)[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return error.keyword === 'required' ? [...path, String(error.params.missingProperty)] : path;
}

interface Wording {
  type: string;
  msg: string;
  ctx?: Record<string, unknown>;
}

function wording({ keyword, params, schema }: ErrorObject): Wording {
  switch (keyword) {
    case 'required':
      return { type: 'missing', msg: 'Field required' };
    case 'type':
      return typeWording(String(params.type));
    case 'minimum':
    case 'ge':
      return limitWording('greater_than_equal', 'greater than or equal to', 'ge', schema);
    case 'maximum':
    case 'le':
      return limitWording('less_than_equal', 'less than or equal to', 'le', schema);
    case 'exclusiveMinimum':
      return limitWording('greater_than', 'greater than', 'gt', schema);
    case 'enum':
    case 'const':
      return oneOfWording([schema].flat());
    default:
      return { type: 'value_error', msg: `Value error, ${keyword}` };
  }
}

function limitWording(type: string, words: string, name: string, limit: unknown): Wording {
  return { type, msg: `Input should be ${words} ${limit}`, ctx: { [name]: limit } };
}

function oneOfWording(expected: unknown[]): Wording {
  return {
    type: 'one_of',
    msg: `Input should be ${expected.map((item) => `'${item}'`).join(' or ')}`,
    ctx: { expected },
  };
}

function typeWording(type: string): Wording {
  switch (type) {
    case 'integer':
      return { type: 'int_type', msg: 'Input should be a valid integer' };
    case 'number':
      return { type: 'float_type', msg: 'Input should be a valid number' };
    case 'boolean':
      return { type: 'bool_type', msg: 'Input should be a valid boolean' };
    case 'array':
      return { type: 'list_type', msg: 'Input should be a valid list' };
    case 'object':
      return { type: 'dict_type', msg: 'Input should be a valid dictionary' };
    default:
      return { type: `${type}_type`, msg: `Input should be a valid ${type}` };
  }
}
