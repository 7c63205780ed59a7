// What pay, pay.with, resume, pending, canPay and a session give back, told apart as far as the types can tell. Must
// compile.

import { createPay, createSession } from '../../miniprogram/wxpay/index'
import type {
  CancelledOutcome, Cause, Code, FailedOutcome, ListedOrder, Outcome, OutcomeFields, PaidOutcome, Pay, PendingOrder, Phase, PlaceCode,
  ResumedOutcome, Session, SessionRequest, UnknownOutcome,
} from '../../miniprogram/wxpay/index'

const session: Session = createSession({ backend: 'https://shop.example.com/api' })
const pay: Pay = createPay({ session })

export async function outcomes(): Promise<string> {
  const outcome: Outcome = await pay('order-42')
  const { message, hint, text, trace, cause }: OutcomeFields = outcome
  const { errMsg }: Cause = cause
  const words: Array<string | undefined> = [errMsg, cause.errno, cause.errCode, cause.errDesc, cause.field, outcome.outTradeNo]
  if (outcome.status === 'paid') return ((paid: PaidOutcome) => paid.code)(outcome)
  if (outcome.status === 'cancelled') return ((cancelled: CancelledOutcome) => cancelled.code)(outcome)
  if (outcome.status === 'failed') return advice(outcome)
  const unknown: UnknownOutcome = outcome
  return [message, hint, text, trace, unknown.code, ...words].join()
}

export function phases(): Phase[] {
  const seen: Phase[] = []
  pay('order-42', { onPhase: (phase) => seen.push(phase) })
  return seen
}

// by code, where the page has something of its own to say
function advice(failed: FailedOutcome): string {
  switch (failed.code) {
    case 'prepay_unreachable':
    case 'prepay_busy':
    case 'login_failed':
    case 'realname':
      return failed.text
    case 'sign_refused':
      return failed.hint
    default:
      return (({ code }: { code: Code }) => code)(failed)
  }
}

// a code leads to its status where only one has it
export function byCode(outcome: Outcome): 'paid' | 'cancelled' | 'failed' | null {
  if (outcome.code === 'paid') return outcome.status
  if (outcome.code === 'cancelled') return outcome.status
  if (outcome.code === 'busy') return outcome.status
  return null
}

export async function given(): Promise<Outcome[]> {
  return [await pay.with({}), await pay.with({ outTradeNo: 'no-1' }, {}), await pay.with({ package: '' }, { orderKey: 'order-42' })]
}

export async function open(): Promise<PendingOrder | ResumedOutcome | PlaceCode | null> {
  const orders: ListedOrder[] = [{ orderKey: 'order-43' }, { outTradeNo: 'no-1', total: 1990 }, {}]
  const listed = await pay.resume(['order-42', ...orders])
  const settled: ResumedOutcome[] = [...(await pay.resume()), ...listed]
  for (const each of settled) if (each.status !== 'unknown' && each.orderKey !== '') return each
  for (const { orderKey, outTradeNo, total, since, closed } of await pay.pending()) {
    if (closed && since > 0 && (total || 0) > 0) return { orderKey, outTradeNo, total, since, closed }
  }
  const place = pay.canPay()
  return place.ok ? null : place.code
}

export async function requests(): Promise<number> {
  await session.login()
  const { statusCode, data } = await session.request<{ total: number }>({ url: '/orders', method: 'POST', data: {}, header: { a: 'b' } })
  const same = await session.authorized<{ total: number }>({ url: '/orders', method: 'GET', timeout: 5000 })
  const asked: SessionRequest = { url: '/orders', method: 'DELETE' }
  const anything = await session.request(asked)
  return session.loggedIn() ? statusCode + data.total + same.data.total : anything.data.whatever
}
