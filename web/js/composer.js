// The form for a crud or a reply: counts as the server does, remembers the lifetime, and keeps a draft.
import { announce, isCutOff } from './pages.js'

const form = document.querySelector('.composer')

// Kept per address, so that a reply's draft does not appear on another thread.
const ACTION = form?.getAttribute('action')
const DRAFT = `draft ${ACTION}`
const SENT = 'sent'
const LAST = 'last'
// A message usually lives longer than a crud.
const TTL = ACTION?.startsWith('/messages/') ? 'ttl of messages' : 'ttl'

const characters = text => [...text].length

const count = (field, maximum) => {
  const left = document.createElement('span')
  left.className = 'left'
  left.id = 'message-left'
  form.querySelector('.send button').before(left)
  const show = () => {
    const number = maximum - characters(field.value)
    left.textContent = number
    left.classList.toggle('over', number < 0)
    if ([20, 0].includes(number) || number === -1) {
      announce(number < 0 ? `Too long, at most ${maximum} characters` : `${number} characters left`)
    }
  }
  field.addEventListener('input', show)
  show()
}

// The draft goes once its text was posted: the page after a post has an empty form without an error.
const keepDraft = field => {
  const isRefused = field.matches('[aria-invalid]')
  const sent = sessionStorage.getItem(SENT)
  if (sent === ACTION && !isRefused) localStorage.removeItem(DRAFT)
  sessionStorage.removeItem(SENT)
  if (!field.value) field.value = localStorage.getItem(DRAFT) ?? ''
  field.addEventListener('input', () => localStorage.setItem(DRAFT, field.value))
}

const rememberLifetime = select => {
  const last = localStorage.getItem(TTL)
  if (last && [...select.options].some(option => option.value === last)) select.value = last
  select.addEventListener('change', () => localStorage.setItem(TTL, select.value))
}

// A writer who goes back finds the text that was sent, which the browser has kept, in a form with a new key. Sent again as it
// is, it must not be posted twice, so it goes with the key that it went with before.
const keepKey = (field, key, isTyped) => {
  const last = JSON.parse(sessionStorage.getItem(LAST) ?? '{}')
  const isBack = performance.getEntriesByType('navigation')[0]?.type === 'back_forward'
  if (isBack && !isTyped && last.action === ACTION && last.text === field.value) key.value = last.key
  sessionStorage.setItem(LAST, JSON.stringify({ action: ACTION, text: field.value, key: key.value }))
}

const sendOnce = (field, button) => {
  let isTyped = false
  let isReached = false
  const sendIfReached = async () => {
    isReached = !await isCutOff()
    if (isReached) form.requestSubmit()
    else announce('You are offline. Your text is kept.')
  }
  field.addEventListener('input', () => { isTyped = true })
  form.addEventListener('submit', event => {
    if (!navigator.onLine && !isReached) {
      event.preventDefault()
      sendIfReached()
      return
    }
    keepKey(field, form.elements.key, isTyped)
    sessionStorage.setItem(SENT, ACTION)
    // Only after the browser has collected the fields.
    setTimeout(() => { button.disabled = true })
  })
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  // A page that comes out of the browser's history can be sent again.
  addEventListener('pageshow', () => {
    button.disabled = false
    isReached = false
  })
}

if (form) {
  const field = form.elements.message
  keepDraft(field)
  count(field, Number(form.dataset.maximum))
  sendOnce(field, form.querySelector('.send button'))
  if (form.elements.ttl && !field.matches('[aria-invalid]')) rememberLifetime(form.elements.ttl)
}
