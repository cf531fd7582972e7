import { expect, test } from 'vitest'
import { PATIENCE_MS } from './browser.ts'

/** Expects something of what is read, as often as it takes while a person would still wait. */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: PATIENCE_MS })

export type Stage = (name: string, walk: () => Promise<unknown>) => void

interface Watch {
  /** Keeps what helps to see why a stage could not be walked. */
  readonly onFailure: (name: string) => Promise<void>
  /** Judges what a walked stage left behind; what it throws fails the stage, but the ground holds. */
  readonly judge: () => void
}

/** Tests that stand on each other: where one could not be walked, those after it fail at once and name it. */
export function inStages({ onFailure, judge }: Watch): Stage {
  let broken: string | null = null
  return (name, walk) =>
    test(name, async () => {
      if (broken !== null) throw new Error(`There is no ground after “${broken}”.`)
      broken = name
      await walk().catch(async cause => {
        await onFailure(name)
        throw cause
      })
      broken = null
      judge()
    })
}
