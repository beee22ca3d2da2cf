package cruddur.accounts;

import static cruddur.threads.OffLoop.await;

import cruddur.database.Database;
import cruddur.http.Form;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/// The routes of `/api/auth` and `/api/account`, for the page's scripts and other programs.
public final class Auth {

    private static final Query ME = Query.load("people/me");

    private final Accounts accounts;
    private final OwnAccount ownAccount;
    private final Identity identity;
    private final Database database;

    public Auth(Accounts accounts, OwnAccount ownAccount, Identity identity, Database database) {
        this.accounts = accounts;
        this.ownAccount = ownAccount;
        this.identity = identity;
        this.database = database;
    }

    public Reply signUp(Request request) {
        accounts.signUp(request, Form.ofJson(request.body()));
        return new Reply.Empty();
    }

    public Reply confirm(Request request) {
        accounts.confirm(request, Form.ofJson(request.body()));
        return new Reply.Empty();
    }

    public Reply resend(Request request) {
        accounts.resend(request, Form.ofJson(request.body()));
        return new Reply.Empty();
    }

    public Reply signIn(Request request) {
        Accounts.SignedIn signedIn = accounts.signIn(request, Form.ofJson(request.body()));
        return new Reply.Json(
                JsonObject.of(
                                "handle", signedIn.signIn().person().handle(),
                                "display_name", signedIn.signIn().person().displayName())
                        .toBuffer(),
                signedIn.headers());
    }

    public Reply refresh(Request request) {
        accounts.refresh(request);
        return new Reply.Empty();
    }

    /// `{"everywhere": true}` ends all sessions of the person; without a body, only this one.
    public Reply signOut(Request request) {
        boolean everywhere = request.body().length() > 0
                && Form.ofJson(request.body()).text("everywhere").equals("true");
        return new Reply.Empty(accounts.signOut(request, everywhere));
    }

    public Reply forgot(Request request) {
        accounts.forgot(request, Form.ofJson(request.body()));
        return new Reply.Empty();
    }

    public Reply reset(Request request) {
        accounts.reset(request, Form.ofJson(request.body()));
        return new Reply.Empty();
    }

    public Reply changePassword(Request request) {
        UUID person = await(() -> identity.person(request));
        Form form = Form.ofJson(request.body());
        ownAccount.changePassword(request, person, form.text("old"), form.text("new"));
        return new Reply.Empty();
    }

    public Reply delete(Request request) {
        UUID person = await(() -> identity.person(request));
        return new Reply.Empty(
                ownAccount.delete(request, person, Form.ofJson(request.body()).text("password")));
    }

    public Future<Reply> export(Request request) {
        return identity.person(request).compose(ownAccount::export);
    }

    public Future<Reply> me(Request request) {
        return identity.person(request)
                .compose(person -> database.reads().object(ME.with("person", person)))
                .map(Reply::found);
    }
}
