/// # lambda
///
/// > Makes the row of a person as soon as Amazon Cognito has confirmed them.
///
/// - One statement for each confirmation, with bound values, on a connection that is kept. It may
///   run any number of times for the same person. (why: Cognito calls up to three times when an
///   answer is late)
/// - The event is answered byte for byte. (why: Cognito takes the answer for its own)
/// - A failure is a failure: the call fails, and the log says why. (why: the row is made at the
///   first sign-in instead, but an operator has to know)
/// - Nothing that is logged or thrown holds personal data.
/// - Every wait has an end. On a kept connection that fell silent and on a new one they are 4.4
///   seconds together, within Cognito's five; if the secret was rotated meanwhile, those for the
///   secret and for another connection come on top.
/// - Depends on `core`, JDBC and a JSON tokenizer alone. (why: a cold start loads what it finds)
/// - Out of scope: which handle is free, and what a name may be, which `db/schema.sql` decides; the
///   person's account, which is the user pool's.
@NullMarked
package cruddur.lambda;

import org.jspecify.annotations.NullMarked;
