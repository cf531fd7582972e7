// Writes openapi.json from the contract: every operation that has a route. scripts/openapi.test.ts fails where the
// committed file is another.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { API_PREFIX, INPUT_HEADER } from '@yuanwei/client'
import * as contract from '@yuanwei/contract'
import { COMMON_PROBLEMS, type Operation, PROBLEMS, type ProblemCode, pathFields } from '@yuanwei/contract'
import * as staff from '@yuanwei/contract/staff'
import { z } from 'zod'
import packageJson from '../package.json' with { type: 'json' }

type Json = Record<string, unknown>

export const openapiFile = join(import.meta.dirname, '..', 'openapi.json')
export const openapiText = () => `${JSON.stringify(buildOpenapi(), null, 2)}\n`

/** Operations of jobs alone have no route and stand in no document. */
export const isRouted = (operation: Operation) => operation.kind === 'query' || !operation.job

/** The document, in the order of the names: the same contract gives the same bytes, whoever loads it. */
export function buildOpenapi(): Json {
  const names = namedSchemas()
  const paths: Record<string, Json> = {}
  const responses: Json = {}
  for (const [name, operation] of [...staff.operations].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isRouted(operation)) continue
    const method = operation.kind === 'command' ? 'post' : 'get'
    paths[operation.path] = {
      ...paths[operation.path],
      [method]: describe(name, operation, names, responses),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '原委 Yuanwei',
      version: packageJson.version,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: API_PREFIX }],
    paths,
    components: {
      schemas: { ...componentsOf(names, paths), Problem: problemSchema },
      responses: Object.fromEntries(Object.entries(responses).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'yw_session',
          description: 'Set by sign-in, HttpOnly. Behind https its name is `__Host-yw_session`.',
        },
        csrf: {
          type: 'apiKey',
          in: 'header',
          name: 'X-CSRF-Token',
          description: '`csrfToken` of the answer to sign-in; sent with every command.',
        },
      },
    },
  }
}

const problemSchema = {
  type: 'object',
  description:
    'RFC 9457. `code` is stable; prose is the reader’s. `detail` holds facts: limits, fields, ids.',
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    detail: { type: 'object' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
}

/** Schemas that the contract exports under a name of their own and that answers are made of. */
function namedSchemas(): Map<z.core.$ZodType, string> {
  const { operations: _, ...modules } = staff
  const names = new Map<z.core.$ZodType, string>()
  for (const exports of [contract, ...Object.values(modules)])
    for (const [name, value] of Object.entries(exports))
      if (value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion) names.set(value, name)
  return names
}

/** Those that the paths refer to, and what they refer to themselves. */
function componentsOf(names: ReadonlyMap<z.core.$ZodType, string>, paths: Json): Json {
  const all = new Map([...names].map(([schema, name]) => [name, inline(schema, 'output', names)]))
  const used = new Set<string>()
  const follow = (part: Json) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = all.get(name)
      if (schema === undefined || used.has(name)) continue
      used.add(name)
      follow(schema)
    }
  }
  follow(paths)
  return Object.fromEntries([...used].sort().map(name => [name, all.get(name)]))
}

/** The schema with what has a name of its own referred to, but not itself. */
function inline(
  schema: z.core.$ZodType,
  io: 'input' | 'output',
  names: ReadonlyMap<z.core.$ZodType, string>,
): Json {
  const registry = z.registry<{ id: string }>()
  for (const [named, name] of names) if (named !== schema) registry.add(named, { id: name })
  const made = z.toJSONSchema(schema, {
    io,
    metadata: registry,
    unrepresentable: 'any',
    override: plain,
  }) as Json
  const { $schema: _, $defs: __, ...rest } = made
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/'))
}

/** Leaves out what a format or JSON itself says already. */
function plain({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

function answerSchema(operation: Operation, names: ReadonlyMap<z.core.$ZodType, string>): Json {
  const name = names.get(operation.output)
  return name === undefined ? inline(operation.output, 'output', names) : ref(name)
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

function describe(
  name: string,
  operation: Operation,
  names: ReadonlyMap<z.core.$ZodType, string>,
  shared: Json,
): Json {
  const { properties, required } = inputOf(operation)
  const inPath = pathFields(operation.path)
  const rest = Object.keys(properties).filter(field => !inPath.includes(field))
  const parameter = (place: 'path' | 'query') => (field: string) => ({
    name: field,
    in: place,
    required: place === 'path' || required.includes(field),
    schema: properties[field],
  })
  const body: Json = {
    type: 'object',
    properties: Object.fromEntries(rest.map(field => [field, properties[field]])),
    required: required.filter(field => rest.includes(field)),
    additionalProperties: false,
  }
  const isQuery = operation.kind === 'query'
  const parameters = [
    ...inPath.map(parameter('path')),
    ...(isQuery ? rest.map(parameter('query')) : []),
    ...headersOf(operation, body),
  ]
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    'x-actors': operation.actors,
    'x-permission': operation.permission,
    ...(isQuery ? { 'x-access': operation.access } : { 'x-audit': operation.audit }),
    security: securityOf(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(isQuery ? {} : { requestBody: requestBodyOf(operation, body) }),
    responses: { ...answersOf(operation, names), ...problemsOf(operation, shared) },
  }
}

function inputOf(operation: Operation): { properties: Json; required: readonly string[] } {
  const schema = inline(operation.input, 'input', new Map())
  const { properties = {}, required = [] } = schema as { properties?: Json; required?: string[] }
  return { properties, required }
}

function headersOf(operation: Operation, body: Json): Json[] {
  const headers: Json[] = []
  if (operation.bytes === 'in')
    headers.push({
      name: INPUT_HEADER,
      in: 'header',
      required: true,
      description: 'URI-encoded JSON: the input beside the file, which is the body.',
      content: { 'application/json': { schema: body } },
    })
  if (operation.bytes === 'out')
    headers.push({
      name: 'Range',
      in: 'header',
      required: false,
      description: 'One range of bytes (RFC 9110 §14.2); several are answered with the whole.',
      schema: { type: 'string' },
    })
  if (operation.kind === 'command' && operation.actors.includes('person'))
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'The same key with the same input gives the same answer, and is done once.',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
    })
  return headers
}

function securityOf({ kind, actors }: Operation): Json[] {
  const signedIn: Json = kind === 'command' ? { session: [], csrf: [] } : { session: [] }
  return [...(actors.includes('anonymous') ? [{}] : []), ...(actors.includes('person') ? [signedIn] : [])]
}

function requestBodyOf(operation: Operation, body: Json): Json {
  // OpenAPI 3.1 §4.8.14.2: bytes as they are have no schema.
  if (operation.bytes === 'in') return { required: true, content: { 'application/octet-stream': {} } }
  return { required: true, content: { 'application/json': { schema: body } } }
}

function answersOf(operation: Operation, names: ReadonlyMap<z.core.$ZodType, string>): Json {
  if (operation.bytes !== 'out')
    return {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: answerSchema(operation, names) } },
      },
    }
  const content = { 'application/octet-stream': {} }
  return {
    200: { description: 'The file', content },
    206: { description: 'The range that was asked for', content },
  }
}

/** What may be refused, by status. Most operations share their refusals, so these are kept apart, named by codes. */
function problemsOf(operation: Operation, shared: Json): Json {
  const codes = new Set<ProblemCode>([...COMMON_PROBLEMS, ...operation.problems])
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) byStatus.set(PROBLEMS[code], [...(byStatus.get(PROBLEMS[code]) ?? []), code])
  const answers: Json = {}
  for (const [status, list] of [...byStatus].sort(([a], [b]) => a - b)) {
    const name = [status, ...list].join('.')
    const schema = { allOf: [ref('Problem'), { properties: { code: { enum: list } } }] }
    shared[name] = { description: list.join(', '), content: { 'application/problem+json': { schema } } }
    answers[status] = { $ref: `#/components/responses/${name}` }
  }
  return answers
}

if (import.meta.main) writeFileSync(openapiFile, openapiText())
