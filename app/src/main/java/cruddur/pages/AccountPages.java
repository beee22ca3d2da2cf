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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

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
        return filled(request, FormPage.SIGNING_UP, accounts::signUp, "/confirm");
    }

    public Future<Reply> confirming(Request request) {
        return empty(FormPage.CONFIRMING, request);
    }

    public Future<Reply> confirm(Request request) {
        return filled(
                request, FormPage.CONFIRMING, form -> accounts.confirm(request, form), "/sign-in");
    }

    public Future<Reply> resend(Request request) {
        return filled(request, FormPage.CONFIRMING, accounts::resend, "/confirm");
    }

    public Future<Reply> signingIn(Request request) {
        return empty(FormPage.SIGNING_IN, request);
    }

    /// Signs in, and posts what was written before somebody noticed that they were not.
    public Future<Reply> signIn(Request request) {
        return Pages.form(request).compose(form -> signIn(request, form)).recover(Pages::sorry);
    }

    private Future<Reply> signIn(Request request, Form form) {
        FormPage page =
                form.text("message").isEmpty()
                        ? FormPage.SIGNING_IN
                        : Pages.toPost(FormPage.SIGNING_IN, form);
        return accounts.signIn(request, form)
                .transform(
                        signedIn ->
                                signedIn.succeeded()
                                        ? welcome(page, form, signedIn.result())
                                        : notSignedIn(page, form, signedIn.cause()));
    }

    /// Who has yet to confirm their address is led there, unless they would lose what they wrote.
    private static Future<Reply> notSignedIn(FormPage page, Form form, Throwable failure) {
        return codes(failure).contains("email_unconfirmed") && form.text("message").isEmpty()
                ? Future.succeededFuture(next("/confirm", form))
                : again(page, form, failure, Map.of());
    }

    private Future<Reply> welcome(FormPage page, Form form, Accounts.SignedIn signedIn) {
        if (!form.text("message").isEmpty()) {
            UUID person = signedIn.arrival().person().uuid();
            return pages.post(person, form, signedIn.headers())
                    .recover(failure -> again(page, form, failure, signedIn.headers()));
        }
        String address =
                signedIn.arrival().isRenamed()
                        ? Address.of("/account", "wanted", signedIn.arrival().wantedHandle())
                        : "/";
        return Future.succeededFuture(new Reply.SeeOther(address, signedIn.headers()));
    }

    public Future<Reply> recovering(Request request) {
        return empty(FormPage.RECOVERING, request);
    }

    public Future<Reply> recover(Request request) {
        return filled(request, FormPage.RECOVERING, accounts::forgot, "/reset");
    }

    public Future<Reply> resetting(Request request) {
        return empty(FormPage.RESETTING, request);
    }

    public Future<Reply> reset(Request request) {
        return filled(
                request, FormPage.RESETTING, form -> accounts.reset(request, form), "/sign-in");
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
                .map(page -> Html.personal(200, "account.jte", page, Map.of()));
    }

    public Future<Reply> signOut(Request request) {
        return Pages.form(request)
                .map(form -> !form.text("everywhere").isEmpty())
                .compose(everywhere -> accounts.signOut(request, everywhere))
                .map(AccountPages::farewell)
                .recover(Pages::sorry);
    }

    /// Browsers keep whole pages to go back to, even those that must not be stored.
    private static Reply farewell(Map<String, String> signedOut) {
        return new Reply.SeeOther("/", joined(signedOut, Map.of("Clear-Site-Data", "\"cache\"")));
    }

    private static Future<Reply> empty(FormPage page, Request request) {
        return Future.succeededFuture(request)
                .map(asked -> asked.query("email"))
                .map(email -> new Form(email.map(known -> Map.of("email", known)).orElse(Map.of())))
                .map(known -> Html.of("form.jte", page.filled(known)))
                .recover(Pages::sorry);
    }

    /// Does what a form asks for, and leads on; or shows the form again.
    private static Future<Reply> filled(
            Request request, FormPage page, Function<Form, Future<Void>> deed, String next) {
        return Pages.form(request)
                .compose(
                        form ->
                                deed.apply(form)
                                        .map(_ -> next(next, form))
                                        .recover(failure -> again(page, form, failure, Map.of())))
                .recover(Pages::sorry);
    }

    private static Reply next(String path, Form form) {
        return seeOther(Address.of(path, "email", form.word("email")));
    }

    private static Reply seeOther(String address) {
        return new Reply.SeeOther(address, Map.of());
    }

    /// The same form, with what was filled in, and why it was refused.
    ///
    /// @param headers of what was done all the same
    private static Future<Reply> again(
            FormPage page, Form form, Throwable failure, Map<String, String> headers) {
        FormPage filled = page.filled(form);
        return switch (refusal(failure).orElse(null)) {
            case Reply.Refused(List<String> codes) ->
                    Future.succeededFuture(
                            Html.of(422, "form.jte", filled.refused(codes), headers));
            case Reply.Problem problem ->
                    Future.succeededFuture(
                            Html.of(
                                    problem.status(),
                                    "form.jte",
                                    refused(filled, problem),
                                    joined(problem.headers(), headers)));
            case null, default -> Future.failedFuture(failure);
        };
    }

    private static Map<String, String> joined(
            Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    /// Nobody is told which of the two is wrong; the password is what they have to give again.
    private static FormPage refused(FormPage page, Reply.Problem problem) {
        return problem.status() == 401
                ? page.refused(List.of("password_wrong"))
                : page.refused(problem.detail());
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
