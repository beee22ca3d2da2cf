package cruddur.accounts;

import cruddur.http.Form;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/// The routes of `/api/auth`, for the page's scripts and other programs.
public final class Auth {

    private static final Query ME = Query.load("people/me");

    private final Accounts accounts;
    private final Identity identity;
    private final Database database;

    public Auth(Accounts accounts, Identity identity, Database database) {
        this.accounts = accounts;
        this.identity = identity;
        this.database = database;
    }

    public Future<Reply> signUp(Request request) {
        return accounts.signUp(Form.ofJson(request.body())).map(_ -> new Reply.Empty());
    }

    public Future<Reply> confirm(Request request) {
        return accounts.confirm(request, Form.ofJson(request.body())).map(_ -> new Reply.Empty());
    }

    public Future<Reply> resend(Request request) {
        return accounts.resend(Form.ofJson(request.body())).map(_ -> new Reply.Empty());
    }

    public Future<Reply> signIn(Request request) {
        return accounts.signIn(request, Form.ofJson(request.body())).map(Auth::welcome);
    }

    private static Reply welcome(Accounts.SignedIn signedIn) {
        return new Reply.Json(
                JsonObject.of(
                                "handle", signedIn.arrival().person().handle(),
                                "display_name", signedIn.arrival().person().displayName())
                        .toBuffer(),
                signedIn.headers());
    }

    public Future<Reply> refresh(Request request) {
        return accounts.refresh(request).map(_ -> new Reply.Empty());
    }

    /// `{"everywhere": true}` ends all sessions of the person; without a body, it is this one.
    public Future<Reply> signOut(Request request) {
        boolean everywhere =
                request.body().length() > 0
                        && Form.ofJson(request.body()).text("everywhere").equals("true");
        return accounts.signOut(request, everywhere).map(Reply.Empty::new);
    }

    public Future<Reply> forgot(Request request) {
        return accounts.forgot(Form.ofJson(request.body())).map(_ -> new Reply.Empty());
    }

    public Future<Reply> reset(Request request) {
        return accounts.reset(request, Form.ofJson(request.body())).map(_ -> new Reply.Empty());
    }

    public Future<Reply> me(Request request) {
        return identity.person(request)
                .compose(person -> database.object(ME.with("person", person)))
                .map(Reply::found);
    }
}
