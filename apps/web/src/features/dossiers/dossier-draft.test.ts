import { describe, expect, it } from 'vitest'
import { dossierInput, emptyDossier, outgrown, withSpans } from './dossier-draft.ts'

describe('a dossier being put together', () => {
  it('joins spans of one conversation and leaves the others alone', () => {
    const spans = withSpans(
      [
        { conversationId: 'a', from: 0, to: 4, of: 30 },
        { conversationId: 'b', from: 3, to: 3, of: 9 },
      ],
      { conversationId: 'a', messageCount: 30 },
      [
        { from: 5, to: 6 },
        { from: 20, to: 21 },
      ],
    )
    expect(spans).toEqual([
      { conversationId: 'b', from: 3, to: 3, of: 9 },
      { conversationId: 'a', from: 0, to: 6, of: 30 },
      { conversationId: 'a', from: 20, to: 21, of: 30 },
    ])
  })

  it('keeps what was chosen before a conversation grew, and says which spans those are', () => {
    const before = { conversationId: 'a', from: 0, to: 4, of: 30 }
    const other = { conversationId: 'b', from: 3, to: 3, of: 9 }
    const threads = [
      { conversationId: 'a', messageCount: 35 },
      { conversationId: 'b', messageCount: 9 },
    ]
    const spans = withSpans([before, other], { conversationId: 'a', messageCount: 35 }, [{ from: 5, to: 6 }])
    expect(spans).toEqual([before, other, { conversationId: 'a', from: 5, to: 6, of: 35 }])
    expect(outgrown(spans, threads)).toEqual([before])
    expect(outgrown(spans, [])).toEqual([])
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
