// The next part of a list comes when its end comes into view; without this, "Older" is a link.
import { announce, fetchPage } from './pages.js'

const ids = () => new Set([...document.querySelectorAll('.card')].map(card => card.id))

const append = page => {
  const known = ids()
  const cards = [...page.querySelectorAll('main > .cards > .card')].filter(card => !known.has(card.id))
  document.querySelector('main > .cards').append(...cards)
  announce(`${cards.length} more`)
}

const extend = async next => {
  const page = await fetchPage(next.href)
  append(page)
  const further = page.querySelector('main > .pages [rel="next"]')
  if (further) {
    next.href = further.href
    watch(next)
  } else {
    next.remove()
  }
}

const watch = next => {
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return
    observer.disconnect()
    // The link still works if this fails.
    extend(next).catch(() => {})
  }, { rootMargin: '600px' })
  observer.observe(next)
}

const next = document.querySelector('main > .cards + .pages [rel="next"]')
if (next) watch(next)
