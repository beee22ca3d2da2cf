// A conversation that is shown grows as messages come, and what is seen is read.
import { announce, fetchPage } from './pages.js'

const PAUSE = 3000

const list = document.querySelector('.conversation')
const api = list && `/api/messages/@${list.dataset.handle}`

const markRead = page => {
  const reading = page.querySelector('.reading')
  if (!reading || document.hidden) return
  const address = `/api${new URL(reading.getAttribute('action'), location).pathname}`
  fetch(address, { method: 'PUT' }).then(answer => { if (answer.ok) reading.remove() }).catch(() => {})
}

const show = async () => {
  const page = await fetchPage(`/messages/@${list.dataset.handle}`)
  const arrived = [...page.querySelectorAll('.conversation > li')].filter(each => !document.getElementById(each.id))
  if (!arrived.length) return
  document.querySelector('main > .empty')?.remove()
  list.append(...arrived)
  announce(arrived.length === 1 ? '1 new message' : `${arrived.length} new messages`)
  arrived.at(-1).scrollIntoView({ block: 'nearest' })
  markRead(page)
}

const look = async () => {
  if (document.hidden) return
  const answer = await fetch(`${api}?limit=1`)
  if (!answer.ok) return
  const [newest] = await answer.json()
  if (newest && !document.getElementById(newest.uuid)) await show()
}

const keepLooking = () => look().catch(() => {}).then(() => setTimeout(keepLooking, PAUSE))

if (list?.dataset.newest === 'true') {
  markRead(document)
  document.addEventListener('visibilitychange', () => markRead(document))
  setTimeout(keepLooking, PAUSE)
}
