/// # json
///
/// > As much of JSON as the calls to AWS and the Lambda function take.
///
/// - Needs a tokenizer alone. (why: a cold start loads what it finds)
/// - Out of scope: the API's documents, which PostgreSQL writes and reads.
@NullMarked
package cruddur.json;

import org.jspecify.annotations.NullMarked;
