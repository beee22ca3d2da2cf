/// # accounts
///
/// > The operations of accounts: signing up, in and out, and recovering a password.
///
/// - `Accounts` has the operations, `Auth` the routes for programs; the pages use `Accounts`, too.
/// - A refusal of the pool becomes one of the contract's codes, or a sentence. None reveals whether an
///   address has an account, except where the pool itself does.
/// - Out of scope: identifying people (`identity`), and the protocol of the pool (`userpool`).
@NullMarked
package cruddur.accounts;

import org.jspecify.annotations.NullMarked;
