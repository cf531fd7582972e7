import { ProofError, parseVerifierKey } from '@yuanwei/proof'
import type { Trust } from '@yuanwei/proof/dossier'
import { type CheckedFile, checkFiles, readCheckpoint } from './check-files.ts'
import { element } from './element.ts'
import { type Language, languageOf, type Messages, messagesIn } from './messages/messages.ts'
import { fileView } from './report-view.ts'

/** The one page: chosen files, what the reader brings from elsewhere, and the results. */
export class Page {
  private readonly root: HTMLElement
  private language: Language = languageOf(navigator.languages)
  private files: readonly File[] = []
  private keyText = ''
  private checkpoints: readonly File[] = []
  private results: readonly CheckedFile[] = []
  /** What is wrong with what the reader entered. */
  private keyIsBad = false
  private badCheckpoint: string | null = null
  private run = 0
  private readonly progress = element('progress', { max: '1', hidden: true })
  private readonly status = element('p', { role: 'status', class: 'status' })
  private readonly output = element('div', { class: 'results' })

  constructor(root: HTMLElement) {
    this.root = root
    // A file that misses the field must not replace the page.
    for (const type of ['dragover', 'drop']) addEventListener(type, event => event.preventDefault())
    addEventListener('drop', event => this.choose(filesOf(event.dataTransfer)))
  }

  show(): void {
    const messages = messagesIn(this.language)
    document.documentElement.lang = this.language
    document.title = messages.title
    this.progress.setAttribute('aria-label', messages.results)
    this.root.replaceChildren(
      this.header(messages),
      element(
        'main',
        {},
        element('h1', {}, messages.heading),
        element('p', { class: 'lead' }, messages.lead),
        this.dropField(messages),
        this.trustField(messages),
        this.status,
        this.progress,
        this.output,
      ),
      element('footer', {}, element('p', {}, messages.footerClaim), element('p', {}, messages.footerPage)),
    )
    this.showResults(messages)
  }

  private header(messages: Messages): HTMLElement {
    const other: Language = this.language === 'en' ? 'zh-CN' : 'en'
    const change = () => {
      this.language = other
      this.show()
      this.root.querySelector<HTMLButtonElement>('header button')?.focus()
    }
    return element(
      'header',
      {},
      element('span', { class: 'logo' }, messages.title),
      element(
        'button',
        { type: 'button', class: 'no-print', lang: other, click: change },
        messages.otherLanguage,
      ),
    )
  }

  private dropField(messages: Messages): HTMLElement {
    const input = element('input', {
      type: 'file',
      multiple: true,
      id: 'files',
      'aria-describedby': 'files-hint',
    })
    input.addEventListener('change', () => {
      this.choose([...(input.files ?? [])])
      // The same file again, mended meanwhile, must count as a change.
      input.value = ''
    })
    return element(
      'div',
      { class: 'drop no-print' },
      element('p', { class: 'drop-title', 'aria-hidden': 'true' }, messages.drop),
      element('label', { for: 'files', class: 'button primary' }, messages.choose, input),
      element('p', { id: 'files-hint', class: 'hint' }, messages.dropHint),
    )
  }

  private trustField(messages: Messages): HTMLElement {
    const key = element('textarea', {
      id: 'key',
      rows: '2',
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-describedby': 'key-hint',
      'aria-invalid': String(this.keyIsBad),
    })
    key.value = this.keyText
    key.addEventListener('input', () => {
      this.keyText = key.value
    })
    const checkpoints = element('input', {
      type: 'file',
      multiple: true,
      id: 'checkpoints',
      'aria-describedby': 'checkpoints-hint',
    })
    const names = this.checkpoints.map(({ name }) => name).join(', ')
    const chosen = element('p', { id: 'checkpoints-hint', class: 'hint' }, names)
    checkpoints.addEventListener('change', () => {
      this.checkpoints = [...(checkpoints.files ?? [])]
      chosen.className = 'hint'
      chosen.textContent = this.checkpoints.map(({ name }) => name).join(', ')
    })
    const wrong = this.badCheckpoint === null ? null : messages.checkpointBad(this.badCheckpoint)
    if (wrong !== null) {
      chosen.className = 'wrong'
      chosen.textContent = wrong
    }
    return element(
      'details',
      {
        class: 'trust no-print',
        open: this.keyIsBad || wrong !== null || this.keyText !== '' || names !== '',
      },
      element('summary', {}, messages.trust),
      element('p', { class: 'hint' }, messages.trustHint),
      element('label', { for: 'key' }, messages.keyLabel),
      key,
      element(
        'p',
        { id: 'key-hint', class: this.keyIsBad ? 'wrong' : 'hint' },
        this.keyIsBad ? messages.keyBad : messages.keyHint,
      ),
      element('label', { for: 'checkpoints', class: 'button' }, messages.checkpointLabel, checkpoints),
      chosen,
      element('button', { type: 'button', click: () => this.check() }, messages.recheck),
    )
  }

  private choose(files: readonly File[]): void {
    if (files.length === 0) return
    this.files = files
    this.check()
  }

  private async check(): Promise<void> {
    const run = ++this.run
    const trust = await this.readTrust()
    if (run !== this.run) return
    this.results = []
    if (trust === null || this.files.length === 0) {
      this.show()
      return
    }
    this.show()
    this.root.setAttribute('aria-busy', 'true')
    const results = await checkFiles(this.files, trust, (name, fraction) => {
      if (run === this.run) this.showProgress(name, fraction)
    })
    // Another choice meanwhile has made these results stale.
    if (run !== this.run) return
    this.results = results
    this.root.setAttribute('aria-busy', 'false')
    this.progress.hidden = true
    this.status.textContent = ''
    this.showResults(messagesIn(this.language))
    this.output.querySelector<HTMLElement>('h2')?.focus()
  }

  /** What the reader brings, or null where it is malformed (and says so). */
  private async readTrust(): Promise<Trust | null> {
    const keys = this.keyText.split(/\s+/).filter(text => text !== '')
    this.keyIsBad = !keys.every(isKey)
    this.badCheckpoint = null
    const checkpoints: string[] = []
    for (const file of this.checkpoints) {
      const text = await readCheckpoint(file)
      if (text === null) this.badCheckpoint = file.name
      else checkpoints.push(text)
    }
    return this.keyIsBad || this.badCheckpoint !== null ? null : { keys, checkpoints, consistency: [] }
  }

  private showProgress(name: string, fraction: number): void {
    const percent = Math.floor(fraction * 100)
    const text = messagesIn(this.language).working(name, percent)
    this.progress.hidden = false
    this.progress.value = fraction
    // A screen reader should hear of every tenth, not of every megabyte.
    if (percent % 10 === 0 && this.status.textContent !== text) this.status.textContent = text
  }

  private showResults(messages: Messages): void {
    if (this.results.length === 0) {
      this.output.replaceChildren()
      return
    }
    this.output.replaceChildren(
      element('h2', { tabindex: '-1' }, messages.results),
      ...this.results.map(checked => fileView(checked, this.language, messages)),
    )
  }
}

function filesOf(transfer: DataTransfer | null): readonly File[] {
  return [...(transfer?.files ?? [])]
}

function isKey(text: string): boolean {
  try {
    parseVerifierKey(text)
    return true
  } catch (error) {
    if (error instanceof ProofError) return false
    throw error
  }
}
