import { QueryCache, QueryClient, type UseQueryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { createClient, type Input, type Output, ProblemError, type RawInput } from '@yuanwei/client'
import type { Command, Query } from '@yuanwei/contract'
import { identity } from '@yuanwei/contract/staff'
import { useRef } from 'react'
import { randomId } from './random-id.ts'

export const SESSION_KEY = [identity.readMe.path, {}] as const

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays a refusal; only what never reached the server, or found it busy, is asked again.
      retry: (count, error) =>
        count < 2 &&
        error instanceof ProblemError &&
        (error.code === 'unreachable' || error.code === 'too_busy' || error.code === 'shutting_down'),
    },
  },
})

export function csrfToken(): string | null {
  const me = queryClient.getQueryData<Output<typeof identity.readMe>>(SESSION_KEY)
  return me?.csrfToken ?? null
}

export const client = createClient({ baseUrl: '', csrfToken })

/** A session that ended while someone worked: the shell shows the sign-in over the page and keeps what was typed. */
function noteSignOut(error: unknown): void {
  if (!(error instanceof ProblemError) || error.code !== 'not_signed_in') return
  if (queryClient.getQueryData(SESSION_KEY)) setSessionEnded(true)
}

const ENDED_KEY = ['session-ended'] as const

export function setSessionEnded(ended: boolean): void {
  queryClient.setQueryData(ENDED_KEY, ended)
}

/** Whether the server has said, since the last sign-in, that nobody is signed in. */
export function useSessionEnded(): boolean {
  return useQuery({ queryKey: ENDED_KEY, queryFn: () => false, enabled: false, initialData: false }).data
}

export function readOptions<Op extends Query>(operation: Op, input: RawInput<Op>) {
  return {
    queryKey: [operation.path, input] as const,
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Output<Op>> =>
      client.call(operation, input, { signal }),
  }
}

type ReadSettings<Op extends Query> = Pick<
  UseQueryOptions<Output<Op>, Error, Output<Op>, readonly [string, RawInput<Op>]>,
  'enabled' | 'refetchInterval' | 'placeholderData' | 'staleTime'
>

export function useRead<Op extends Query>(
  operation: Op,
  input: RawInput<Op>,
  settings: ReadSettings<Op> = {},
) {
  return useQuery({ ...readOptions(operation, input), ...settings })
}

/** Reads once more from the server; null where that is refused too, and the refusal at hand stands. */
export function readFresh<Op extends Query>(operation: Op, input: RawInput<Op>): Promise<Output<Op> | null> {
  return queryClient.fetchQuery({ ...readOptions(operation, input), staleTime: 0 }).catch(() => null)
}

/** Marks everything that these queries ever answered as old; what is on the screen is read again. */
export function refresh(...operations: readonly Query[]): void {
  for (const operation of operations) void queryClient.invalidateQueries({ queryKey: [operation.path] })
}

/** The same facts that the server tells of a broken rule. */
function issueFacts(issue: { path: PropertyKey[]; code: string; minimum?: unknown; maximum?: unknown }) {
  return { path: issue.path.join('.'), rule: issue.code, limit: issue.minimum ?? issue.maximum ?? null }
}

export interface CommandState<Op extends Command> {
  /** Sends it; null when it was refused, and then `error` says why. */
  readonly run: (input: RawInput<Op>) => Promise<Output<Op> | null>
  readonly error: ProblemError | null
  readonly pending: boolean
  readonly reset: () => void
}

/**
 * A command as a form uses it. Input is checked against the contract before it leaves; the same input sent again
 * after a lost answer carries the same key, so that nothing happens twice.
 */
export function useCommand<Op extends Command>(
  operation: Op,
  options: { readonly refreshes?: readonly Query[]; readonly onDone?: (output: Output<Op>) => void } = {},
): CommandState<Op> {
  const sent = useRef<{ text: string; key: string } | null>(null)
  const mutation = useMutation<Output<Op>, Error, RawInput<Op>>({
    mutationFn: async input => {
      const checked = operation.input.safeParse(input)
      if (!checked.success)
        throw new ProblemError('input_invalid', 422, { issues: checked.error.issues.map(issueFacts) })
      const text = JSON.stringify(input)
      if (sent.current?.text !== text) sent.current = { text, key: randomId() }
      const call = operation.permission === null ? {} : { idempotencyKey: sent.current.key }
      const output = await client.call(operation, input, call)
      sent.current = null
      return output
    },
    onError: noteSignOut,
    onSuccess: output => {
      refresh(...(options.refreshes ?? []))
      options.onDone?.(output)
    },
  })
  return {
    run: input => mutation.mutateAsync(input).catch(() => null),
    error: mutation.error ? asProblem(mutation.error) : null,
    pending: mutation.isPending,
    reset: mutation.reset,
  }
}

export function asProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : new ProblemError('internal', 0)
}

export { type Input, type Output, ProblemError }
