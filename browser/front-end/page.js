// The same operations with each of Amazon's two clients, for tests to call. Amplify is what `aws-amplify` exports from two of
// its packages.
import { Auth } from '@aws-amplify/auth'
import { Amplify } from '@aws-amplify/core'
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from 'amazon-cognito-identity-js'

const endpoint = new URLSearchParams(location.search).get('endpoint')
const UserPoolId = 'local_cruddur'
const ClientId = 'cruddurweb'

function attributesOf(email) {
  return { name: 'Grete Stern', email, preferred_username: email.split('@')[0] }
}

function tokenOf(session) {
  return session.getAccessToken().getJwtToken()
}

function identity() {
  const pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint })
  const user = Username => new CognitoUser({ Username, Pool: pool })
  const current = async () => {
    const known = pool.getCurrentUser()
    await result(done => known.getSession(done))
    return known
  }
  return {
    signUp(email, password) {
      const attributes = Object.entries(attributesOf(email)).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }))
      return result(done => pool.signUp(email, password, attributes, null, done))
    },
    confirm: (email, code) => result(done => user(email).confirmRegistration(code, true, done)),
    resend: email => result(done => user(email).resendConfirmationCode(done)),
    signIn: async (email, password) =>
      tokenOf(await success(callbacks => user(email).authenticateUser(
        new AuthenticationDetails({ Username: email, Password: password }), callbacks))),
    session: async () => tokenOf(await result(done => pool.getCurrentUser().getSession(done))),
    async attribute(name) {
      const known = await current()
      const attributes = await result(done => known.getUserAttributes(done))
      return attributes.find(attribute => attribute.getName() === name).getValue()
    },
    async changePassword(previous, next) {
      const known = await current()
      return result(done => known.changePassword(previous, next, done))
    },
    forgotPassword: email => success(callbacks => user(email).forgotPassword(callbacks)),
    confirmPassword: (email, code, password) =>
      success(callbacks => user(email).confirmPassword(code, password, callbacks)),
    async signOutEverywhere() {
      const known = await current()
      return success(callbacks => known.globalSignOut(callbacks))
    }
  }
}

function result(call) {
  return new Promise((resolve, reject) => call((error, value) => error ? reject(error) : resolve(value)))
}

function success(call) {
  return new Promise((onSuccess, onFailure) => call({ onSuccess, onFailure }))
}

function amplify() {
  Amplify.configure({ Auth: { region: 'local', userPoolId: UserPoolId, userPoolWebClientId: ClientId, endpoint } })
  return {
    signUp: (username, password) => Auth.signUp({ username, password, attributes: attributesOf(username) }),
    confirm: (email, code) => Auth.confirmSignUp(email, code),
    resend: email => Auth.resendSignUp(email),
    signIn: async (email, password) => tokenOf((await Auth.signIn(email, password)).getSignInUserSession()),
    session: async () => tokenOf(await Auth.currentSession()),
    attribute: async name => (await Auth.currentAuthenticatedUser()).attributes[name],
    changePassword: async (previous, next) =>
      Auth.changePassword(await Auth.currentAuthenticatedUser(), previous, next),
    forgotPassword: email => Auth.forgotPassword(email),
    confirmPassword: (email, code, password) => Auth.forgotPasswordSubmit(email, code, password),
    signOutEverywhere: () => Auth.signOut({ global: true })
  }
}

const clients = { 'amazon-cognito-identity-js': identity(), 'aws-amplify': amplify() }

// Its answer, or its error.
window.call = async (client, operation, ...values) => {
  try {
    return String(await clients[client][operation](...values))
  } catch (error) {
    return `${error.code}: ${error.message}`
  }
}

// Both clients keep the tokens in the same place, with the difference between their clock and the server's.
window.letTokensExpire = () => {
  for (const key of Object.keys(localStorage).filter(each => each.endsWith('.clockDrift'))) {
    localStorage.setItem(key, '-86400')
  }
}

window.sent = []
const fetchOfTheBrowser = window.fetch
window.fetch = (resource, options) => {
  window.sent.push(options.body)
  return fetchOfTheBrowser(resource, options)
}

localStorage.clear()
