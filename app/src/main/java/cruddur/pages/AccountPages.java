package cruddur.pages;

import cruddur.accounts.Accounts;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Database;
import cruddur.sql.Query;
import cruddur.sql.Refusal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The pages on which people sign up, confirm their address, sign in and out, and recover a
/// password. Each is a form that works without JavaScript; the address for mail is kept from one to
/// the next.
public final class AccountPages {

    private static final Query ME = Query.load("people/me");

    private final Accounts accounts;
    private final Identity identity;
    private final Database database;
    private final Pages pages;

    public AccountPages(Accounts accounts, Identity identity, Database database, Pages pages) {
        this.accounts = accounts;
        this.identity = identity;
        this.database = database;
        this.pages = pages;
    }

    public Future<Reply> signingUp(Request request) {
        return empty(FormPage.SIGNING_UP, request);
    }

    public Future<Reply> signUp(Request request) {
        Form form = Form.of(request.body());
        return accounts.signUp(form)
                .map(_ -> next("/confirm", form))
                .recover(failure -> again(FormPage.SIGNING_UP, form, failure));
    }

    public Future<Reply> confirming(Request request) {
        return empty(FormPage.CONFIRMING, request);
    }

    public Future<Reply> confirm(Request request) {
        Form form = Form.of(request.body());
        return accounts.confirm(request, form)
                .map(_ -> next("/sign-in", form))
                .recover(failure -> again(FormPage.CONFIRMING, form, failure));
    }

    public Future<Reply> resend(Request request) {
        Form form = Form.of(request.body());
        return accounts.resend(form)
                .map(_ -> next("/confirm", form))
                .recover(failure -> again(FormPage.CONFIRMING, form, failure));
    }

    public Future<Reply> signingIn(Request request) {
        return empty(FormPage.SIGNING_IN, request);
    }

    /// Signs in, and posts what was written before somebody noticed that they were not.
    public Future<Reply> signIn(Request request) {
        Form form = Form.of(request.body());
        FormPage page =
                form.text("message").isEmpty()
                        ? FormPage.SIGNING_IN
                        : Pages.toPost(FormPage.SIGNING_IN, form);
        return accounts.signIn(request, form)
                .compose(signedIn -> welcome(request, form, signedIn))
                .recover(
                        failure ->
                                codes(failure).contains("email_unconfirmed")
                                        ? Future.succeededFuture(next("/confirm", form))
                                        : again(page, form, failure));
    }

    private Future<Reply> welcome(Request request, Form form, Accounts.SignedIn signedIn) {
        if (!form.text("message").isEmpty()) {
            UUID person = signedIn.arrival().person().uuid();
            return pages.post(request, person, form, signedIn.headers());
        }
        String address =
                signedIn.arrival().isRenamed()
                        ? "/account?wanted=" + encoded(signedIn.arrival().wantedHandle())
                        : "/";
        return Future.succeededFuture(new Reply.SeeOther(address, signedIn.headers()));
    }

    public Future<Reply> recovering(Request request) {
        return empty(FormPage.RECOVERING, request);
    }

    public Future<Reply> recover(Request request) {
        Form form = Form.of(request.body());
        return accounts.forgot(form)
                .map(_ -> next("/reset", form))
                .recover(failure -> again(FormPage.RECOVERING, form, failure));
    }

    public Future<Reply> resetting(Request request) {
        return empty(FormPage.RESETTING, request);
    }

    public Future<Reply> reset(Request request) {
        Form form = Form.of(request.body());
        return accounts.reset(request, form)
                .map(_ -> next("/sign-in", form))
                .recover(failure -> again(FormPage.RESETTING, form, failure));
    }

    /// Who one is here, and the way out.
    public Future<Reply> account(Request request) {
        return identity.readerOrStranger(request)
                .compose(
                        person ->
                                person.isEmpty()
                                        ? Future.succeededFuture(seeOther("/sign-in"))
                                        : account(request, person.get()))
                .recover(Pages::sorry);
    }

    private Future<Reply> account(Request request, UUID person) {
        return database.rows(ME.with("person", person))
                .map((RowSet<Row> rows) -> AccountPage.of(rows, request.query("wanted")))
                .map(page -> Html.of("account.jte", page));
    }

    public Future<Reply> signOut(Request request) {
        boolean everywhere = !Form.of(request.body()).text("everywhere").isEmpty();
        return accounts.signOut(request, everywhere)
                .<Reply>map(headers -> new Reply.SeeOther("/", headers))
                .recover(Pages::sorry);
    }

    private static Future<Reply> empty(FormPage page, Request request) {
        Form known =
                new Form(
                        request.query("email")
                                .map(email -> Map.of("email", email))
                                .orElse(Map.of()));
        return Future.succeededFuture(Html.of("form.jte", page.filled(known)));
    }

    private static Reply next(String path, Form form) {
        return seeOther(path + "?email=" + encoded(form.word("email")));
    }

    private static Reply seeOther(String address) {
        return new Reply.SeeOther(address, Map.of());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The same form, with what was filled in, and why it was refused.
    private static Future<Reply> again(FormPage page, Form form, Throwable failure) {
        FormPage filled = page.filled(form);
        return switch (refusal(failure).orElse(null)) {
            case Reply.Refused(List<String> codes) ->
                    Future.succeededFuture(
                            Html.of(422, "form.jte", filled.refused(codes), Map.of()));
            case Reply.Problem problem ->
                    Future.succeededFuture(
                            Html.of(
                                    problem.status(),
                                    "form.jte",
                                    filled.refused(problem.detail()),
                                    problem.headers()));
            case null, default -> Future.failedFuture(failure);
        };
    }

    private static List<String> codes(Throwable failure) {
        return refusal(failure).orElse(null) instanceof Reply.Refused(List<String> codes)
                ? codes
                : List.of();
    }

    private static Optional<Reply> refusal(Throwable failure) {
        return failure instanceof RefusedException refused
                ? Optional.of(refused.reply())
                : Refusal.of(failure);
    }
}
