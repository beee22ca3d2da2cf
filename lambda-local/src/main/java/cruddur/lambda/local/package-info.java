/// # lambda.local
///
/// > Runs a Lambda function on this machine, as Lambda does.
///
/// - Out of scope: the functions, which are `lambda`'s, and all that Amazon adds, like retries.
@NullMarked
package cruddur.lambda.local;

import org.jspecify.annotations.NullMarked;
