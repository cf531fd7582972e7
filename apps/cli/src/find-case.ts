import { ProblemError } from '@yuanwei/client'
import { CaseId } from '@yuanwei/contract'
import { cases } from '@yuanwei/contract/staff'
import { CommandProblem } from './command-line.ts'
import type { Messages } from './messages/messages.ts'
import type { Signed } from './sign-in.ts'

/** The case of that number (`YW-2026-0001`, in either case) or id. */
export async function findCase(
  { session, signal }: Signed,
  name: string,
  messages: Messages,
): Promise<cases.Case> {
  const id = CaseId.safeParse(name.toLowerCase())
  if (id.success) {
    try {
      return await session.call(cases.readCase, { caseId: id.data }, { signal })
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'not_found') throw missing(name, messages)
      throw error
    }
  }
  const number = name.trim().toUpperCase()
  if (!/^YW-\d{4}-\d{4,}$/.test(number)) throw new CommandProblem(messages.server.badCase(name))
  const { cases: found } = await session.call(cases.listCases, { text: number, limit: 200 }, { signal })
  const one = found.find(each => each.number === number)
  if (!one) throw missing(name, messages)
  return one
}

function missing(name: string, messages: Messages): CommandProblem {
  return new CommandProblem(messages.server.noCase(name))
}
