// Pages of this server, as documents.

// Fetches a page. XMLHttpRequest, because it parses without a Trusted Types policy, which could parse anything.
export const fetchPage = address => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest()
  request.open('GET', address)
  request.responseType = 'document'
  request.onload = () => request.status === 200 ? resolve(request.response) : reject(new Error(request.status))
  request.onerror = () => reject(new Error('offline'))
  request.send()
})

// Tells screen readers, without moving the focus.
export const announce = words => {
  status.textContent = words
}

const status = document.createElement('p')
status.className = 'unseen'
status.setAttribute('role', 'status')
document.body.append(status)
