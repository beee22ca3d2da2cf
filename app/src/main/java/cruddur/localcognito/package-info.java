/// # localcognito
///
/// > What stands in for Amazon Cognito on one's own machine, speaking its protocol.
///
/// - It signs with a key of its own, made on the first run and kept in the data folder.
/// - The rest of the server knows it only by its address, like a pool of Amazon's.
/// - Out of scope: checking tokens, which is `identity`.
@NullMarked
package cruddur.localcognito;

import org.jspecify.annotations.NullMarked;
