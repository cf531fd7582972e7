import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** The longest that a person's next step may be in coming. */
export const PATIENCE_MS = 20_000

/** Debian's Chromium, each time with a fresh profile. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })
}

/** A person at a browser of their own. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** Whatever should not have happened: requests to elsewhere, failures, console errors, broken policy. */
  readonly noise: string[]
}

/** Opens a fresh profile whose every request, answer and console message is watched. */
export async function visit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
    baseURL: origin,
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const noise: string[] = []
  context.on('request', request => {
    const url = new URL(request.url())
    if (url.origin !== origin && !['data:', 'blob:', 'about:'].includes(url.protocol))
      noise.push(request.url())
  })
  context.on('response', response => {
    // Being told to sign in is the only refusal that a journey meets.
    if (response.status() >= 400 && response.status() !== 401)
      noise.push(`${response.status()} ${response.request().method()} ${response.url()}`)
  })
  context.on('console', message => {
    const refused = message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !refused) noise.push(message.text())
  })
  context.on('weberror', error => noise.push(String(error.error().stack ?? error.error())))
  return { context, page: await context.newPage(), noise }
}
