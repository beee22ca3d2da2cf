/// # accounts
///
/// > The way from the page to the user pool: signing up, in and out, and recovering a password.
///
/// - `Accounts` is what can be done, `Auth` is its routes for programs; the pages use `Accounts`,
///   too.
/// - What the pool refuses becomes one of the contract's codes, or a sentence. None tells whether
///   an address has an account where the pool itself does not.
/// - Out of scope: who is asking, and the protocol of the pool, which are `identity`.
@NullMarked
package cruddur.accounts;

import org.jspecify.annotations.NullMarked;
