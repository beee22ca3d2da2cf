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

// A browser on a machine without a network says that it is offline, and still reaches a server on that machine.
export const isCutOff = async () => !navigator.onLine && !await fetch('/livez', { method: 'HEAD', cache: 'no-store' }).catch(() => null)

// Tells screen readers, without moving the focus.
export const announce = words => {
  status.textContent = words
}

const status = document.createElement('p')
status.className = 'unseen'
status.setAttribute('role', 'status')
document.body.append(status)
