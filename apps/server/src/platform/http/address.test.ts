import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { callerAddress } from './address.ts'

/** What the server takes for the caller, with this header and this socket. */
async function seen(forwarded: string | null, socket: string, proxies: number): Promise<string> {
  const app = new Hono()
  app.get('/', c => c.text(callerAddress(c, proxies)))
  const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded }
  const response = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: socket } } })
  return response.text()
}

describe('the address of a caller', () => {
  test('is the socket, whatever the header claims, where no proxy is set', async () => {
    expect(await seen('203.0.113.9', '198.51.100.1', 0)).toBe('198.51.100.1')
    expect(await seen(null, '::ffff:198.51.100.1', 0)).toBe('198.51.100.1')
  })

  test('is what the outermost own proxy saw; what the caller wrote in front of it counts for nothing', async () => {
    expect(await seen('203.0.113.9', '10.0.0.1', 1)).toBe('203.0.113.9')
    expect(await seen('1.2.3.4, 203.0.113.9', '10.0.0.1', 1)).toBe('203.0.113.9')
    expect(await seen('1.2.3.4, 203.0.113.9, 10.0.0.2', '10.0.0.1', 2)).toBe('203.0.113.9')
    expect(await seen(null, '10.0.0.1', 1)).toBe('10.0.0.1')
  })

  test('of IPv6 is its /64', async () => {
    expect(await seen(null, '2001:db8:1:2:3:4:5:6', 0)).toBe('2001:db8:1:2')
    expect(await seen(null, '2001:db8:1:2::6', 0)).toBe('2001:db8:1:2')
    expect(await seen(null, '2001:db8::6', 0)).toBe('2001:db8:0:0')
    expect(await seen(null, '::1', 0)).toBe('0:0:0:0')
  })
})
