/// # json
///
/// > The part of JSON that the calls to AWS and the Lambda function need.
///
/// - Needs only a tokenizer. (why: a cold start loads every class that it finds)
/// - Out of scope: the API's documents, which PostgreSQL writes and reads.
@NullMarked
package cruddur.json;

import org.jspecify.annotations.NullMarked;
