import { describe, expect, it } from 'vitest'
import { dossierInput, emptyDossier, withSpans } from './dossier-draft.ts'

describe('a dossier being put together', () => {
  it('joins spans of one conversation and leaves the others alone', () => {
    const spans = withSpans(
      [
        { conversationId: 'a', from: 0, to: 4 },
        { conversationId: 'b', from: 3, to: 3 },
      ],
      'a',
      [
        { from: 5, to: 6 },
        { from: 20, to: 21 },
      ],
    )
    expect(spans).toEqual([
      { conversationId: 'b', from: 3, to: 3 },
      { conversationId: 'a', from: 0, to: 6 },
      { conversationId: 'a', from: 20, to: 21 },
    ])
  })

  it('is masked unless someone says otherwise, and never without a purpose', () => {
    const draft = emptyDossier('zh-CN')
    expect(draft.unmasked).toBe(false)
    expect(dossierInput('case', draft)).toBeNull()
    expect(dossierInput('case', { ...draft, purpose: 'court' })).toMatchObject({
      purpose: 'court',
      unmasked: false,
    })
  })
})
