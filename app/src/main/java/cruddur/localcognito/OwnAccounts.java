package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.sql.Query;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.Optional;

/// `ChangePassword`, `DeleteUser`.
///
/// @param signIns knows the sessions
/// @param signOuts ends sessions that are kept outside the pool
record OwnAccounts(BlockingDatabase database, LocalPool local, SignIns signIns, SignOuts signOuts) {

    private static final Query BEGIN_PASSWORD_CHANGE = Query.load("local_cognito/begin_password_change");
    private static final Query CHANGE_PASSWORD = Query.load("local_cognito/change_password");
    private static final Query DELETE_ACCOUNT = Query.load("local_cognito/delete_account");

    /// The previous password counts as a guess. As with Cognito, the sessions of the account continue.
    JsonObject changePassword(Caller caller, Input input) {
        String sub = signIns.account(input).getString("sub");
        String previous = input.text("PreviousPassword");
        String proposed = input.text("ProposedPassword");
        PasswordPolicy.require(proposed);
        return local.passwords().admitted(caller, () -> {
            String previousHash = hashOf(sub);
            if (!local.passwords().isRight(caller, previous, Optional.of(previousHash))) {
                throw CognitoError.notAuthorized("Incorrect username or password.");
            }
            SignIns.living(database.changeRow(signIns.ofSession(CHANGE_PASSWORD, input)
                    .with("previous_hash", previousHash)
                    .with("password_hash", local.passwords().hash(caller, proposed))
                    .with("srp_verifier", local.verifier(caller, sub, proposed))));
            return new JsonObject();
        });
    }

    private String hashOf(String sub) {
        return database.changeRow(BEGIN_PASSWORD_CHANGE.with("sub", sub))
                .orElseThrow(() -> new CognitoError(
                        "LimitExceededException", "Attempt limit exceeded, please try after some time."))
                .getString("password_hash");
    }

    JsonObject deleteUser(Input input) {
        Row account = SignIns.living(database.changeRow(signIns.ofSession(DELETE_ACCOUNT, input)));
        signOuts.ended(account.getString("sub"));
        return new JsonObject();
    }
}
