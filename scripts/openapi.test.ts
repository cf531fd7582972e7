import { readFileSync } from 'node:fs'
import { COMMON_PROBLEMS, PROBLEMS, type ProblemCode, pathFields } from '@yuanwei/contract'
import { operations } from '@yuanwei/contract/staff'
import { expect, test } from 'vitest'
import { buildOpenapi, isRouted, openapiFile, openapiText } from './openapi.ts'

interface Answer {
  $ref?: string
  content?: Record<string, { schema?: { allOf: [unknown, { properties: { code: { enum: string[] } } }] } }>
}
interface Described {
  operationId: string
  security: Record<string, string[]>[]
  parameters?: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Record<string, unknown> }
  responses: Record<string, Answer>
}
interface Document {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, unknown>; responses: Record<string, Answer> }
}

const document = buildOpenapi() as unknown as Document
const routed = [...operations].filter(([, operation]) => isRouted(operation))

function described(name: string): Described {
  const operation = operations.get(name)
  const found = document.paths[operation?.path ?? '']?.[operation?.kind === 'command' ? 'post' : 'get']
  if (!found) throw new Error(`${name} is not described`)
  return found
}

test('the committed openapi.json is what the contract gives; node scripts/bootstrap.mjs openapi writes it anew', () => {
  expect(readFileSync(openapiFile, 'utf8')).toBe(openapiText())
})

test('every operation with a route is described once, and none of the jobs', () => {
  const ids = Object.values(document.paths).flatMap(path => Object.values(path).map(each => each.operationId))
  expect(ids.sort()).toEqual(routed.map(([name]) => name).sort())
  expect(routed.length).toBeGreaterThan(30)
  expect(operations.size).toBeGreaterThan(routed.length)
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
  expect(references.length).toBeGreaterThan(routed.length)
  for (const [, kind = '', name = ''] of references)
    expect(document.components[kind as 'schemas'], `${kind}/${name}`).toHaveProperty([name])
  expect(JSON.stringify(document)).not.toContain('$defs')
})

test.each(routed)('%s: fields of the path, bytes, who may call it', (name, operation) => {
  const { parameters = [], requestBody, security } = described(name)
  const inPath = parameters.filter(each => each.in === 'path')
  expect(inPath.map(each => each.name)).toEqual(pathFields(operation.path))
  expect(inPath.every(each => each.required)).toBe(true)
  const bodies = operation.bytes === 'in' ? ['application/octet-stream'] : ['application/json']
  expect(Object.keys(requestBody?.content ?? {})).toEqual(operation.kind === 'command' ? bodies : [])
  expect(security.some(each => Object.keys(each).length === 0)).toBe(operation.actors.includes('anonymous'))
  const person = security.find(each => 'session' in each)
  expect(person !== undefined).toBe(operation.actors.includes('person'))
  if (person) expect('csrf' in person).toBe(operation.kind === 'command')
})

test.each(routed)('%s: every refusal stands under its status', (name, operation) => {
  const wanted = new Set<ProblemCode>([...COMMON_PROBLEMS, ...operation.problems])
  const { responses } = described(name)
  const codes = Object.entries(responses).flatMap(([status, answer]) => {
    if (answer.$ref === undefined) return []
    const shared = document.components.responses[answer.$ref.slice('#/components/responses/'.length)]
    const list = shared?.content?.['application/problem+json']?.schema?.allOf[1].properties.code.enum ?? []
    return list.map(code => [code, Number(status)])
  })
  expect(Object.fromEntries(codes)).toEqual(
    Object.fromEntries([...wanted].map(code => [code, PROBLEMS[code]])),
  )
  expect(Object.keys(responses)).toContain('200')
})
