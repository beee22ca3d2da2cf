// What happens while a page is shown: new cruds are announced, counters change, and what is deleted leaves.
import { announce, fetchPage, isCutOff } from './pages.js'
import { copyReactions, reactions, show } from './reactions.js'
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

news.onclick = () => {
  news.textContent = 'Loading …'
  insert().catch(() => location.reload())
}

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

// After a pause, what is shown may have changed without an event.

const copyFrom = copy => card => {
  copyReactions(copy, card)
  const expiry = card.querySelector('.expiry')
  const newer = copy.querySelector('.expiry')
  if (expiry && newer) expiry.dateTime = newer.dateTime
}

const postedAt = card => card.querySelector('.age').dateTime

const refresh = async () => {
  const before = reactions
  // Not those that come meanwhile, which the page may be too old to have.
  const known = [...document.querySelectorAll('main > .cards > .card')]
  const page = await fetchPage(location.href)
  // The page may be older than what the reader has done meanwhile.
  if (reactions !== before) return refresh()
  const fresh = [...page.querySelectorAll('main .card')]
  fresh.forEach(copy => shown(copy.dataset.uuid).forEach(copyFrom(copy)))
  if (!isHome || !fresh.length) return
  const uuids = new Set(fresh.map(card => card.dataset.uuid))
  const isDeleted = card => !uuids.has(card.dataset.uuid) && postedAt(card) > postedAt(fresh.at(-1))
  known.filter(card => !card.matches('.gone') && isDeleted(card)).forEach(remove)
}

let isStale = false

const catchUp = async () => {
  isStale = false
  try {
    await refresh()
  } catch ({ message }) {
    isStale = true
    if (message === '404') location.reload()
  }
}

// The stream is open while the page is seen. On the home page it continues after a pause where the page was read. Other pages
// announce no cruds, and may be older than what a stream can catch up with.

let since = document.querySelector('.card .age')?.dateTime ?? new Date().toISOString()
let stream
let seen = Date.now()

// Other pages, such as forms and errors, have nothing that could change.
const isLive = document.querySelector('main .card, main > .cards, .unread') !== null

// Longer than a server that restarts takes to hand its streams over.
const PATIENCE = 10000

const banner = document.createElement('p')
banner.className = 'offline'
banner.setAttribute('role', 'status')
banner.hidden = true
document.body.append(banner)
let loss

const showConnected = () => {
  clearTimeout(loss)
  loss = undefined
  banner.hidden = true
  banner.textContent = ''
}

const showLost = () => {
  banner.textContent = `${navigator.onLine ? 'There is no connection to Cruddur' : 'You are offline'}. What you see may have changed.`
  banner.hidden = false
}

// From now on the stream has all changes. Earlier, also a request may fail: a browser is online before its requests are.
const onOpen = () => {
  showConnected()
  if (isStale) catchUp()
}

const close = () => {
  stream?.close()
  stream = undefined
}

const open = () => {
  if (!isLive || stream || document.hidden) return
  stream = new EventSource(isHome ? `${LIVE}?since=${encodeURIComponent(since)}` : LIVE)
  stream.onopen = onOpen
  stream.onmessage = onCrud
  stream.addEventListener('gone', onGone)
  stream.addEventListener('counts', onCounts)
  stream.addEventListener('unread', onUnread)
  stream.addEventListener('reload', () => location.reload())
  stream.onerror = () => {
    loss ??= setTimeout(showLost, PATIENCE)
    // The browser connects again by itself, unless the answer was a refusal.
    if (stream?.readyState !== EventSource.CLOSED) return
    close()
    setTimeout(open, RETRY)
  }
}

const openAgain = () => {
  seen = Date.now()
  isStale = true
  close()
  open()
}

// A device that slept did not notice that its connection was lost, and no event says that it slept.
setInterval(() => {
  if (Date.now() - seen > PATIENCE) openAgain()
  seen = Date.now()
}, 1000)

// A request can still succeed in the moment in which the browser goes offline.
let check
const showIfCutOff = async () => {
  clearTimeout(check)
  const isLost = await isCutOff()
  if (navigator.onLine) return
  if (isLost) showLost()
  else check = setTimeout(showIfCutOff, RETRY)
}
showIfCutOff()
addEventListener('offline', showIfCutOff)
addEventListener('online', () => { showConnected(); openAgain() })
addEventListener('pageshow', event => event.persisted ? openAgain() : open())
addEventListener('pagehide', close)
document.addEventListener('visibilitychange', () => document.hidden ? close() : openAgain())
