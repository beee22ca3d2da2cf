package cruddur.localcognito;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/// What came of trying a code.
final class Outcome {

    private Outcome() {}

    /// Whose code it was, if it was right.
    ///
    /// @param exhausted the exception for a code that was guessed at too often
    static Person personOf(RowSet<Row> rows, String exhausted) {
        Row row = rows.iterator().next();
        return switch (row.getString("outcome")) {
            case "right" -> Person.of(row);
            case "wrong" ->
                    throw new CognitoException(
                            "CodeMismatchException",
                            "Invalid verification code provided, please try again.");
            case "exhausted" ->
                    throw new CognitoException(
                            exhausted, "Attempt limit exceeded, please try after some time.");
            case "confirmed" ->
                    throw CognitoException.notAuthorized(
                            "User cannot be confirmed. Current status is CONFIRMED");
            default ->
                    throw new CognitoException(
                            "ExpiredCodeException",
                            "Invalid code provided, please request a code again.");
        };
    }
}
