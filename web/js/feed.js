// The next part of a list comes when its end comes into view; without this, "Older" is a link.
import { announce, fetchPage } from './pages.js'

const list = document.querySelector('main > .cards')
const next = document.querySelector('main > .cards + .pages [rel="next"]')

const append = page => {
  const cards = [...page.querySelectorAll('main > .cards > .card')].filter(card => !document.getElementById(card.id))
  list.append(...cards)
  announce(`${cards.length} more`)
}

const extend = async () => {
  const words = next.textContent
  next.textContent = 'Loading …'
  try {
    const page = await fetchPage(next.href)
    append(page)
    const further = page.querySelector('main > .pages [rel="next"]')
    if (further) next.href = further.href
    else next.remove()
  } finally {
    next.textContent = words
  }
}

const watch = () => {
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return
    observer.disconnect()
    // If this fails, the link still works.
    extend().then(() => { if (next.isConnected) watch() }).catch(() => {})
  }, { rootMargin: '600px' })
  observer.observe(next)
}

// The reader's place. A browser does not keep a page that shows who is signed in, so it loads it again when the reader comes
// back, with the first part only.

const PLACE = `place ${location.pathname}${location.search}`

const keepPlace = () => {
  const card = [...list.children].find(each => each.getBoundingClientRect().bottom > 0)
  // At the top, the newest are what a reader comes back for.
  const place = scrollY > 0 && card ? { id: card.id, top: card.getBoundingClientRect().top, cards: list.children.length } : {}
  sessionStorage.setItem(PLACE, JSON.stringify(place))
  history.scrollRestoration = 'auto'
}

const returnToPlace = async () => {
  const { id, top, cards } = JSON.parse(sessionStorage.getItem(PLACE) ?? '{}')
  if (!id) return
  // The browser knows only how far the page was scrolled, not what has come or gone since.
  history.scrollRestoration = 'manual'
  while (!document.getElementById(id) && next?.isConnected && list.children.length < cards) await extend()
  const card = document.getElementById(id)
  if (card) scrollBy(0, card.getBoundingClientRect().top - top)
}

if (list) {
  addEventListener('pagehide', keepPlace)
  const isBack = performance.getEntriesByType('navigation')[0]?.type === 'back_forward'
  const ready = isBack ? returnToPlace().catch(() => {}) : Promise.resolve()
  ready.then(() => { if (next?.isConnected) watch() })
}
