// What happens while a page is shown: new cruds are announced, counters change, and what is deleted leaves.
import { announce, fetchPage } from './pages.js'
import { show } from './reactions.js'
import { remove } from './time.js'

const LIVE = '/api/activities/home/live'
const RETRY = 5000

const cards = document.querySelector('main > .cards')
const isHome = location.pathname === '/' && !location.search
// Several notifications can show the same crud.
const shown = uuid => [...document.querySelectorAll(`[data-uuid="${uuid}"]`)]

// New cruds wait until the reader asks for them, so that nothing moves while it is read.

const waiting = new Set()

const news = document.createElement('button')
news.className = 'news'
news.hidden = true
cards?.before(news)

const offer = () => {
  news.hidden = waiting.size === 0
  news.textContent = waiting.size === 1 ? '1 new crud' : `${waiting.size} new cruds`
  if (waiting.size) announce(news.textContent)
}

const insert = async () => {
  const page = await fetchPage('/')
  const arrived = [...page.querySelectorAll('main > .cards > .card')].filter(each => !document.getElementById(each.id))
  arrived.forEach(each => each.classList.add('arrived'))
  document.querySelector('main > .cards > .empty')?.remove()
  cards.prepend(...arrived)
  waiting.clear()
  offer()
  scrollTo({ top: 0 })
  arrived[0]?.querySelector('.moment').focus({ preventScroll: true })
}

news.onclick = () => insert().catch(() => location.reload())

const onCrud = event => {
  const crud = JSON.parse(event.data)
  since = crud.created_at
  if (isHome && cards && !shown(crud.uuid).length) {
    waiting.add(crud.uuid)
    offer()
  }
}

// What is shown already changes in its place.

const onGone = event => {
  const { uuid } = JSON.parse(event.data)
  if (waiting.delete(uuid)) offer()
  shown(uuid).filter(card => !card.matches('.gone')).forEach(remove)
}

const update = counts => card => {
  show(card, 'reply', counts.replies_count)
  show(card, 'repost', counts.reposts_count)
  show(card, 'like', counts.likes_count)
  const expiry = card.querySelector('.expiry')
  if (expiry && counts.expires_at) expiry.dateTime = counts.expires_at
}

const onCounts = event => {
  for (const counts of JSON.parse(event.data)) shown(counts.uuid).forEach(update(counts))
}

const showUnread = (kind, count) => {
  const badge = document.querySelector(`[data-unread="${kind}"]`)
  if (!badge) return
  badge.hidden = count === 0
  badge.firstElementChild.textContent = count < 100 ? count : '99+'
}

const onUnread = event => {
  const { count, messages } = JSON.parse(event.data)
  showUnread('notifications', count)
  showUnread('messages', messages)
}

// The stream is open while the page is seen. After a pause it continues where the page was read.

let since = document.querySelector('.card .age')?.dateTime ?? new Date().toISOString()
let stream

// Other pages, such as forms and errors, have nothing that could change.
const isLive = document.querySelector('main .card, main > .cards, .unread') !== null

const offline = document.createElement('p')
offline.className = 'offline'
offline.setAttribute('role', 'status')
document.querySelector('main').prepend(offline)

const showOffline = isOffline => {
  offline.hidden = !isOffline
  offline.textContent = isOffline ? 'You are offline. What you see may have changed.' : ''
}

const close = () => {
  stream?.close()
  stream = undefined
}

const open = () => {
  if (!isLive || stream || document.hidden) return
  stream = new EventSource(`${LIVE}?since=${encodeURIComponent(since)}`)
  stream.onopen = () => showOffline(false)
  stream.onmessage = onCrud
  stream.addEventListener('gone', onGone)
  stream.addEventListener('counts', onCounts)
  stream.addEventListener('unread', onUnread)
  stream.addEventListener('reload', () => location.reload())
  stream.onerror = () => {
    if (!navigator.onLine) showOffline(true)
    // The browser connects again by itself, unless the answer was a refusal.
    if (stream?.readyState !== EventSource.CLOSED) return
    close()
    setTimeout(open, RETRY)
  }
}

showOffline(!navigator.onLine)
addEventListener('online', () => { close(); open() })
addEventListener('offline', () => showOffline(true))
addEventListener('pageshow', open)
addEventListener('pagehide', close)
document.addEventListener('visibilitychange', () => document.hidden ? close() : open())
