package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.sql.Query;
import io.vertx.core.json.JsonObject;

/// `ForgotPassword`, `ConfirmForgotPassword`.
final class PasswordResets {

    private static final Query SRP_ACCOUNT = Query.load("local_cognito/srp_account");
    private static final Query RESET_PASSWORD = Query.load("local_cognito/reset_password");

    private final BlockingDatabase database;
    private final LocalPool local;
    private final Codes codes;
    private final Confirmations confirmations;
    private final SignOuts signOuts;

    PasswordResets(
            BlockingDatabase database, LocalPool local, Codes codes, Confirmations confirmations, SignOuts signOuts) {
        this.signOuts = signOuts;
        this.database = database;
        this.local = local;
        this.codes = codes;
        this.confirmations = confirmations;
    }

    JsonObject forgotPassword(Caller caller, Input input) {
        return codes.request(Codes.Purpose.RESET, caller, input.username("Username"));
    }

    JsonObject confirmForgotPassword(Caller caller, Input input) {
        String username = input.username("Username");
        String code = input.text("ConfirmationCode");
        String password = input.text("Password");
        PasswordPolicy.require(password);
        return local.passwords().admitted(caller, () -> {
            codes.require(Codes.Purpose.RESET, caller, username, code);
            PoolAccount account = reset(caller, username, code, password);
            signOuts.ended(account.sub());
            confirmations.announce("ConfirmForgotPassword", account);
            return new JsonObject();
        });
    }

    private PoolAccount reset(Caller caller, String username, String code, String password) {
        String sub = database.row(SRP_ACCOUNT.with("email", username))
                .orElseThrow(Codes::expired)
                .getString("sub");
        return database.changeRow(RESET_PASSWORD
                        .with("email", username)
                        .with("client", caller.client())
                        .with("code", code)
                        .with("password_hash", local.passwords().hash(caller, password))
                        .with("srp_verifier", local.verifier(caller, sub, password)))
                .map(PoolAccount::of)
                .orElseThrow(Codes::expired);
    }
}
