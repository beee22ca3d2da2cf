// Keyboard shortcuts, outside of fields, and a sheet that lists them.

const cards = () => [...document.querySelectorAll('main .card:not(.gone)')]

const current = () => document.activeElement.closest?.('.card')

const move = step => {
  const all = cards()
  const at = all.indexOf(current())
  const card = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))]
  card?.querySelector('.moment').focus()
  card?.scrollIntoView({ block: 'nearest' })
}

const write = () => {
  const field = document.getElementById('message')
  if (field) field.focus()
  else location.href = '/#message'
}

const onCard = action => {
  const card = current()
  if (card) action(card)
}

const sheet = document.createElement('dialog')

const SHORTCUTS = {
  j: ['next crud', () => move(1)],
  k: ['crud before', () => move(-1)],
  n: ['write a crud', write],
  l: ['like', () => onCard(card => card.querySelector('[data-reaction="like"]')?.click())],
  r: ['reply', () => onCard(card => { location.href = card.querySelector('.action').href })],
  '?': ['this sheet', () => sheet.showModal()],
  'g h': ['go home', () => { location.href = '/' }],
}

const fillSheet = () => {
  const title = document.createElement('h2')
  title.textContent = 'Keyboard shortcuts'
  title.id = 'shortcuts-title'
  const list = document.createElement('dl')
  Object.entries(SHORTCUTS).forEach(([keys, [words]]) => {
    const term = document.createElement('dt')
    keys.split(' ').forEach(key => {
      const cap = document.createElement('kbd')
      cap.textContent = key
      term.append(cap, ' ')
    })
    const meaning = document.createElement('dd')
    meaning.textContent = words
    list.append(term, meaning)
  })
  const close = document.createElement('button')
  close.textContent = 'Close'
  close.onclick = () => sheet.close()
  sheet.setAttribute('aria-labelledby', title.id)
  sheet.append(title, list, close)
  document.body.append(sheet)
}

let first = ''

document.addEventListener('keydown', event => {
  const isTyping = event.target.closest?.('input, textarea, select, dialog')
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  const keys = first ? `${first} ${event.key}` : event.key
  first = ''
  if (event.key === 'g' && keys === 'g') {
    first = 'g'
    setTimeout(() => { first = '' }, 1000)
  } else if (SHORTCUTS[keys]) {
    event.preventDefault()
    SHORTCUTS[keys][1]()
  }
})

// Menus close as menus do: when the reader presses Escape, or something else.

const closeMenus = except => document.querySelectorAll('details[name="menu"][open]').forEach(menu => {
  if (!menu.contains(except)) menu.open = false
})

document.addEventListener('click', event => closeMenus(event.target))

document.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' && event.target.closest?.('details[name="menu"][open]')
  if (menu) menu.querySelector('summary').focus()
  if (event.key === 'Escape') closeMenus(null)
})

fillSheet()
const help = document.querySelector('[data-help]')
if (help) {
  help.parentElement.hidden = false
  help.onclick = () => sheet.showModal()
}
