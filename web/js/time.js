// Ages and remaining lifetimes run on, and an expired crud leaves the page in the second in which it expires.

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// The server's time, because this device's clock may be wrong: then cards would leave too early or too late. The header
// Date has whole seconds, so a difference of a second or two means nothing.
let ahead = 0
const now = () => Date.now() + ahead

const compareClocks = async () => {
  const answer = await fetch('/livez', { method: 'HEAD', cache: 'no-store' })
  const difference = Date.parse(answer.headers.get('date')) + 500 - Date.now()
  ahead = Math.abs(difference) > 2000 ? difference : 0
}

const whole = seconds => {
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`
  const days = Math.floor(seconds / DAY)
  return days === 1 ? '1 day' : `${days} days`
}

const rounded = seconds => seconds + (seconds < HOUR ? MINUTE : seconds < DAY ? HOUR : DAY) / 2

const age = seconds => seconds < MINUTE ? 'just now' : `${whole(seconds)} ago`

const remaining = seconds => `expires in ${seconds < MINUTE ? 'under a minute' : whole(rounded(seconds))}`

const stage = seconds => seconds >= HOUR ? 'calm' : seconds < 10 * MINUTE ? 'last' : 'soon'

const write = (element, words) => {
  if (element.textContent !== words) element.textContent = words
}

// Takes a card from the page. The focus moves to its neighbour, so that the keyboard does not start at the top again.
export const remove = card => {
  if (card.matches('.whole')) return location.reload()
  if (card.contains(document.activeElement)) {
    const neighbour = card.nextElementSibling ?? card.previousElementSibling
    neighbour?.querySelector('.moment')?.focus({ preventScroll: true })
  }
  card.classList.add('gone')
  setTimeout(() => (card.closest('.notifications > li') ?? card).remove(), 600)
}

const tick = card => {
  const created = card.querySelector('.age')
  write(created, age((now() - Date.parse(created.dateTime)) / 1000))
  const expiry = card.querySelector('.expiry')
  if (!expiry || card.matches('.gone')) return
  // The server writes whole seconds, rounded down.
  const left = (Date.parse(expiry.dateTime) + 1000 - now()) / 1000
  if (left <= 0) return remove(card)
  write(expiry, remaining(left))
  const life = (Date.parse(expiry.dateTime) - Date.parse(created.dateTime)) / 1000
  const percent = Math.min(100, Math.max(2, Math.floor(100 * left / Math.max(1, life))))
  card.querySelector('.life')?.setAttribute('stroke-dasharray', `${percent} 100`)
  card.classList.remove('calm', 'soon', 'last')
  card.classList.add(stage(left))
}

const tickAll = () => document.querySelectorAll('.card, .conversation > li').forEach(tick)

compareClocks().catch(() => {}).then(() => {
  tickAll()
  setInterval(tickAll, 1000)
  document.addEventListener('visibilitychange', tickAll)
})
