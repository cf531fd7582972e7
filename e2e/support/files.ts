/** A file as a person would drop it. */
export interface GivenFile {
  readonly name: string
  readonly bytes: Buffer
}

/** A chat export, with what a person who reads it by eye knows of it. */
export interface GivenChat extends GivenFile {
  /** Counted in the file by hand or by its construction, never by our parser. */
  readonly messages: number
}

export interface GivenPdf extends GivenFile {
  readonly pages: number
  /** Words that stand on its first page. */
  readonly words: string
}

/** A fact to be made of messages that stand together, or of a file. */
export interface PlannedFact {
  readonly title: string
  readonly kind: 'event' | 'customer' | 'promise' | 'evidence' | 'money' | 'risk' | 'delivery'
  readonly source:
    | { readonly chat: number; readonly says: readonly [first: string, last?: string] }
    | { readonly file: string; readonly date: string; readonly time: string }
  /** Titles of earlier facts that led to it. */
  readonly causes: readonly string[]
}

/** What one journey brings along: a chat of each family, photos, a document and the story they tell. */
export interface FileSet {
  readonly chats: readonly [weflow: GivenChat, qq: GivenChat, whatsapp: GivenChat]
  readonly photos: readonly [GivenFile, GivenFile]
  readonly pdf: GivenPdf
  readonly facts: readonly PlannedFact[]
  /** What goes into the dossier of one chat: spans, and how many messages lie between them. */
  readonly excerpt: {
    readonly chat: number
    readonly spans: readonly (readonly [first: string, last?: string])[]
    readonly between: number
  }
  /** A number in a chosen message that a masked dossier must not show; null where the files have none. */
  readonly secret: string | null
}

export const allFiles = ({ chats, photos, pdf }: FileSet): readonly GivenFile[] => [...chats, ...photos, pdf]
