import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * Where a request came from: the socket's address or, behind proxies of the operator's own, what the outermost of them
 * saw (each appends to X-Forwarded-For, so that counting from the right can't be forged). An IPv6 household has a
 * whole /64 and counts as one.
 */
export function callerAddress(c: Context, proxies: number): string {
  const socket = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress ?? ''
  const chain = [...(c.req.header('x-forwarded-for') ?? '').split(','), socket].map(each => each.trim())
  return household(chain.at(-1 - proxies) || socket)
}

function household(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('%', 1).join('').split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const gap = plain.includes('::') ? Array(Math.max(0, 8 - left.length - right.length)).fill('0') : []
  return [...left, ...gap, ...right].slice(0, 4).join(':')
}
