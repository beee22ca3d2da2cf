// Likes and reposts without loading the page again; and sharing.
import { announce } from './pages.js'

const NAMES = { like: ['like', 'likes'], repost: ['repost', 'reposts'], reply: ['reply', 'replies'] }

const action = (card, kind) => card.querySelector(`[data-reaction="${kind}"], .action:has([href$="#${kind}"])`)

// Shows a counter of a card.
export const show = (card, kind, number) => {
  const shown = action(card, kind)
  if (!shown) return
  shown.querySelector('.count').textContent = number
  shown.querySelector('.unseen').textContent = ` ${NAMES[kind][number === 1 ? 0 : 1]}`
}

const press = (button, isPressed) => {
  const kind = button.dataset.reaction
  button.setAttribute('aria-pressed', isPressed)
  button.formAction = button.formAction.replace(/\/(un)?(like|repost)$/, `/${isPressed ? 'un' : ''}${kind}`)
}

// Shows of a card what a newer copy of it has: the counters, and what the reader did.
export const copyReactions = (copy, card) => Object.keys(NAMES).forEach(kind => {
  const from = action(copy, kind)
  const to = action(card, kind)
  if (!from || !to) return
  show(card, kind, Number(from.querySelector('.count').textContent))
  if (to.matches('button') && from.matches('button')) press(to, from.getAttribute('aria-pressed') === 'true')
})

// How often the reader has reacted, as far as the server has answered.
export let reactions = 0

const react = async button => {
  const card = button.closest('.card')
  const kind = button.dataset.reaction
  const wasPressed = button.getAttribute('aria-pressed') === 'true'
  press(button, !wasPressed)
  const answer = await fetch(`/api/activities/${card.dataset.uuid}/${kind}`, { method: wasPressed ? 'DELETE' : 'PUT' })
  if (!answer.ok) throw new Error(answer.statusText)
  const activity = await answer.json()
  reactions += 1
  press(button, !wasPressed)
  show(card, 'like', activity.likes_count)
  show(card, 'repost', activity.reposts_count)
  show(card, 'reply', activity.replies_count)
}

document.addEventListener('submit', event => {
  const button = event.submitter
  if (!button?.dataset.reaction) return
  event.preventDefault()
  react(button).catch(failure => {
    press(button, button.getAttribute('aria-pressed') !== 'true')
    // Without a connection, the page would be lost.
    if (failure instanceof TypeError) return announce('There is no connection. Try again later.')
    // The form of the page says what is wrong.
    event.target.submit.call(Object.assign(event.target, { action: button.formAction }))
  })
})

document.addEventListener('click', async event => {
  const link = event.target.closest?.('a.share')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  try {
    if (navigator.share) {
      await navigator.share({ url: link.href })
    } else {
      await navigator.clipboard.writeText(link.href)
      announce('The link is copied')
      link.classList.add('copied')
      setTimeout(() => link.classList.remove('copied'), 1500)
    }
  } catch (failure) {
    if (failure.name !== 'AbortError') location.href = link.href
  }
})
