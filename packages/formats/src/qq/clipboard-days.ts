import { type DecidedOrder, isAmbiguous, resolveDate } from '../text-chat/date-order.ts'
import {
  formatClock,
  formatLocal,
  nextDay,
  secondOfDay,
  type WallClock,
  type WallDate,
} from '../text-chat/wall-clock.ts'
import type { Assumption, MessageTime } from '../types.ts'
import type { ClipboardDate } from './clipboard-lines.ts'
import { orderOf } from './clipboard-survey.ts'

/** Messages may stand a little out of order; a clock that goes back further has passed midnight. */
const OUT_OF_ORDER_SECONDS = 60

/**
 * Keeps the day while times go by. Heads often have only a time: the day is then that of the last head or date line
 * before, or the day after it where the clock has gone back by more than a minute. Before the first date nothing is
 * known but the time of day.
 */
export class DayKeeper {
  readonly #order: DecidedOrder
  #day: WallDate | null = null
  /** Whether a line of its own gave the day, so that it is told for all that follow. */
  #isTold = false
  #lastSecond: number | null = null

  constructor(order: DecidedOrder) {
    this.#order = order
  }

  /** A line that says which day follows. */
  turnTo(day: WallDate): void {
    this.#day = day
    this.#isTold = true
    this.#lastSecond = null
  }

  at(date: ClipboardDate | null, clock: WallClock): { time: MessageTime; assumed: Assumption[] } {
    const assumed: Assumption[] = []
    const second = secondOfDay(clock)
    const order = date === null ? this.#order : orderOf(date, this.#order)
    const own = date === null ? null : resolveDate(date, order.order)
    if (date !== null && own !== null) {
      this.#day = own.date
      this.#isTold = false
      if (!order.isProven && isAmbiguous(date, order.order)) assumed.push('day_month_order')
      if (own.isCenturyAssumed) assumed.push('century')
    } else if (this.#day !== null) {
      const isPastMidnight = this.#lastSecond !== null && second < this.#lastSecond - OUT_OF_ORDER_SECONDS
      if (isPastMidnight) this.#day = nextDay(this.#day)
      if (isPastMidnight) this.#isTold = false
      if (!this.#isTold) assumed.push('day_rollover')
    }
    this.#lastSecond = second
    return this.#day === null
      ? { time: { kind: 'time_of_day', timeOfDay: formatClock(clock) }, assumed }
      : { time: { kind: 'local', local: formatLocal(this.#day, clock) }, assumed }
  }
}
