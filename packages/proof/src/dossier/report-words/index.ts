import type { Facts } from '../report.ts'
import { en } from './en.ts'
import type { ReportWords } from './shape.ts'
import { zhCN } from './zh-cn.ts'

export type { ReportWords } from './shape.ts'

/** The words of reports, for the command and the page alike. */
export function reportWords(language: 'zh-CN' | 'en'): ReportWords {
  return language === 'en' ? en : zhCN
}

/** Facts that are milliseconds of Unix time. */
const MOMENTS = new Set(['at', 'firstAt', 'lastAt', 'sealedAt'])

/** Puts facts into a sentence. Moments are written in UTC to the second, so that every reader sees the same. */
export function fillWords(sentence: string, facts: Facts): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = facts[name]
    if (value === null || value === undefined) return '—'
    return MOMENTS.has(name) && typeof value === 'number' ? momentText(value) : String(value)
  })
}

/** `2026-11-06 11:47:00 UTC`. */
export function momentText(atMs: number): string {
  return Math.abs(atMs) <= 8.64e15
    ? `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
    : '—'
}
