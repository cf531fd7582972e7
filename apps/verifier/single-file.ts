import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/**
 * Puts the one script and the one style sheet of a build into a page, allows exactly these by their digests, and
 * leaves nothing else in the output. Nothing of the machine or the moment gets in, so that two builds of the
 * same sources are the same bytes.
 */
export function singleFile(templatePath: string): Plugin {
  return {
    name: 'yuanwei-single-file',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const scripts: string[] = []
      const styles: string[] = []
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type === 'chunk') scripts.push(output.code)
        else if (name.endsWith('.css')) styles.push(toText(output.source))
        else this.error(`unexpected output ${name}`)
        delete bundle[name]
      }
      const [script, style] = [scripts.join('').trim(), styles.join('').trim()]
      if (scripts.length !== 1 || styles.length !== 1) this.error('expected one script and one style sheet')
      // Inside an element the parser looks for its end first and asks the language later.
      if (/<\/(?:script|style)|<!--/i.test(script + style)) this.error('the code would end its own element')
      const source = fillTemplate(readFileSync(templatePath, 'utf8'), script, style)
      this.emitFile({ type: 'asset', fileName: 'verify.html', source })
    },
  }
}

function fillTemplate(template: string, script: string, style: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts: Record<string, string> = { policy, script, style }
  return template.replace(/%(policy|script|style)%/g, (_, name: string) => parts[name] ?? '')
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function toText(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : Buffer.from(source).toString('utf8')
}
