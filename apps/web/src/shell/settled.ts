import { useEffect, useState } from 'react'

/** The value once it has rested for `restMs`: a question to the server for each pause, not for each letter. */
export function useSettled<T>(value: T, restMs = 250): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return settled
}
