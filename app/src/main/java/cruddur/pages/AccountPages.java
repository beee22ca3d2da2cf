package cruddur.pages;

import static cruddur.threads.OffLoop.await;

import cruddur.accounts.Accounts;
import cruddur.accounts.OwnAccount;
import cruddur.accounts.Refusals;
import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.identity.SignIn;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The pages on which people sign up, confirm their address, sign in and out, recover or change a
/// password, and delete their account. Each is a form that works without JavaScript; the address for
/// mail is kept from one to the next.
public final class AccountPages {

    private static final Query ME = Query.load("people/me");
    private static final Query HOLDINGS = Query.load("people/holdings");

    /// Browsers keep whole pages to go back to, even those that must not be stored; and scripts keep
    /// drafts.
    private static final Map<String, String> NOT_KEPT = Map.of("Clear-Site-Data", "\"cache\", \"storage\"");

    /// What the previous form did, which the next one says instead of its own lead, by the parameter `done`.
    private static final Map<String, String> DONE = Map.of(
            "confirm", "Your address is confirmed. Sign in to begin.",
            "resend", "Another code is on its way to you. It may take a minute, or hide among the spam.",
            "reset", "Your password is changed. Sign in with the new one.");

    private final Accounts accounts;
    private final OwnAccount ownAccount;
    private final Identity identity;
    private final BlockingDatabase database;
    private final Pages pages;
    private final Frames frames;
    private final Dashboard dashboard;

    public AccountPages(
            Accounts accounts,
            OwnAccount ownAccount,
            Identity identity,
            Database database,
            Pages pages,
            Frames frames,
            Dashboard dashboard) {
        this.accounts = accounts;
        this.ownAccount = ownAccount;
        this.identity = identity;
        this.database = new BlockingDatabase(database);
        this.pages = pages;
        this.frames = frames;
        this.dashboard = dashboard;
    }

    public Reply signingUp(Request request) {
        return empty(AccountForm.SIGNING_UP, request);
    }

    public Reply signUp(Request request) throws Exception {
        return filled(request, AccountForm.SIGNING_UP, form -> {
            accounts.signUp(request, form);
            return next("/confirm", form, accounts.keepPassword(request, form));
        });
    }

    public Reply confirming(Request request) {
        return empty(AccountForm.CONFIRMING, request);
    }

    public Reply confirm(Request request) throws Exception {
        return filled(request, AccountForm.CONFIRMING, form -> {
            accounts.confirm(request, form);
            return accounts.signInConfirmed(request, form)
                    .map(signedIn -> arrived(signedIn, "/"))
                    .orElseGet(() -> after("confirm", "/sign-in", form));
        });
    }

    public Reply resend(Request request) throws Exception {
        return filled(request, AccountForm.CONFIRMING, form -> {
            accounts.resend(request, form);
            return after("resend", "/confirm", form);
        });
    }

    public Reply signingIn(Request request) {
        return empty(AccountForm.SIGNING_IN.keeping(ReturnAddress.kept(request)), request);
    }

    /// Signs in, and posts what was written while signed out.
    public Reply signIn(Request request) throws Exception {
        Form form = Pages.form(request);
        AccountForm page = isCarrying(form)
                ? Pages.toPost(AccountForm.SIGNING_IN, form)
                : AccountForm.SIGNING_IN.keeping(ReturnAddress.kept(form));
        Accounts.SignedIn signedIn;
        try {
            signedIn = accounts.signIn(request, form);
        } catch (Exception failure) {
            return notSignedIn(request, page, form, failure);
        }
        return welcome(request, page, form, signedIn);
    }

    /// Who has yet to confirm their address is led there, unless they would lose what they wrote.
    private Reply notSignedIn(Request request, AccountForm page, Form form, Exception failure) throws Exception {
        return isUnconfirmed(failure) && !isCarrying(form)
                ? next("/confirm", form, accounts.keepPassword(request, form))
                : again(request, page, form, failure, Map.of());
    }

    private static boolean isCarrying(Form form) {
        return !form.text("message").isEmpty();
    }

    private static boolean isUnconfirmed(Exception failure) {
        return Refusals.of(failure).orElse(null) instanceof Reply.Refused(List<String> codes)
                && codes.contains("email_unconfirmed");
    }

    private Reply welcome(Request request, AccountForm page, Form form, Accounts.SignedIn signedIn) throws Exception {
        return isCarrying(form) ? posted(request, page, form, signedIn) : arrived(signedIn, ReturnAddress.of(form));
    }

    /// The page; or for a person who got another handle than the one they asked for, where they see it.
    private static Reply arrived(Accounts.SignedIn signedIn, String page) {
        SignIn signIn = signedIn.signIn();
        String address = signIn.isRenamed() ? Address.of("/account", "wanted", signIn.wantedHandle()) : page;
        return new Reply.SeeOther(address, signedIn.headers());
    }

    private Reply posted(Request request, AccountForm page, Form form, Accounts.SignedIn signedIn) throws Exception {
        UUID person = signedIn.signIn().person().uuid();
        try {
            return await(() -> pages.post(request, person, form, signedIn.headers()));
        } catch (Exception failure) {
            return again(request, page, form, failure, signedIn.headers());
        }
    }

    public Reply recovering(Request request) {
        return empty(AccountForm.RECOVERING, request);
    }

    public Reply recover(Request request) throws Exception {
        return filled(request, AccountForm.RECOVERING, form -> {
            accounts.forgot(request, form);
            return next("/reset", form);
        });
    }

    public Reply resetting(Request request) {
        return empty(AccountForm.RESETTING, request);
    }

    public Reply reset(Request request) throws Exception {
        return filled(request, AccountForm.RESETTING, form -> {
            accounts.reset(request, form);
            return after("reset", "/sign-in", form);
        });
    }

    /// Who one is here, and the way out.
    public Reply account(Request request) {
        return forPerson(request, person -> {
            boolean hasNewPassword = request.query("password").isPresent();
            boolean isOperator = await(() -> dashboard.isFor(person, request));
            Frame frame = frame(Optional.of(person));
            AccountPage page = AccountPage.of(frame, me(person), request.query("wanted"), hasNewPassword, isOperator);
            return Html.framed(200, "account.jte", frame, page, Map.of());
        });
    }

    private Row me(UUID person) {
        return database.row(ME.with("person", person)).orElseThrow();
    }

    /// The answer to a signed-in person; strangers sign in first.
    private Reply forPerson(Request request, Function<UUID, Reply> page) {
        return await(() -> identity.readerOrStranger(request))
                .map(page)
                .orElseGet(() -> new Reply.SeeOther("/sign-in", Map.of()));
    }

    /// Leads password managers to the page on which people change their password: they ask at an address that is the
    /// same on all sites.
    public static Future<Reply> passwordPage(Request request) {
        return Future.succeededFuture(new Reply.SeeOther("/account/password", Map.of()));
    }

    public Reply changingPassword(Request request) {
        return forPerson(request, person -> shown(person, AccountForm.CHANGING_PASSWORD));
    }

    public Reply changePassword(Request request) throws Exception {
        return submitted(request, _ -> AccountForm.CHANGING_PASSWORD, "old_password_not_yours", (person, form) -> {
            ownAccount.changePassword(request, person, form.text("old"), form.text("password"));
            return new Reply.SeeOther("/account?password=changed", Map.of());
        });
    }

    public Reply deleting(Request request) {
        return forPerson(request, person -> shown(person, deletionOf(person)));
    }

    private Reply shown(UUID person, AccountForm form) {
        Form known = new Form(Map.of(Field.USERNAME.name(), me(person).getString("email")));
        return Html.form(200, frame(Optional.of(person)), form.filled(known), Map.of());
    }

    public Reply delete(Request request) throws Exception {
        return submitted(request, this::deletionOf, "password_not_yours", (person, form) -> {
            requireHandle(person, form.word("handle"));
            Map<String, String> signedOut = ownAccount.delete(request, person, form.text("password"));
            return new Reply.SeeOther("/account/deleted", joined(signedOut, NOT_KEPT));
        });
    }

    /// Confirms to a stranger that the account is deleted.
    public Reply deleted(Request request) {
        Optional<UUID> reader = await(() -> identity.readerOrStranger(request));
        return reader.isPresent() ? new Reply.SeeOther("/account", Map.of()) : Html.farewell(frame(reader));
    }

    private void requireHandle(UUID person, String typed) {
        String handle = me(person).getString("handle");
        if (!handle.equalsIgnoreCase(typed.replaceFirst("^@", ""))) {
            throw new RefusedException(new Reply.Refused("handle_not_yours"));
        }
    }

    /// Does what the form of a signed-in person asks for; or shows the form again.
    ///
    /// @param wrongPassword the rule that is broken if the password is wrong
    private Reply submitted(
            Request request, Function<UUID, AccountForm> page, String wrongPassword, BiFunction<UUID, Form, Reply> deed)
            throws Exception {
        Form form = Pages.form(request);
        Optional<UUID> person = await(() -> identity.reader(request));
        if (person.isEmpty()) {
            return new Reply.SeeOther("/sign-in", Map.of());
        }
        try {
            return deed.apply(person.get(), form);
        } catch (Exception failure) {
            Exception named =
                    isWrongPassword(failure) ? new RefusedException(new Reply.Refused(wrongPassword)) : failure;
            return again(request, page.apply(person.get()), form, named, Map.of());
        }
    }

    private static boolean isWrongPassword(Exception failure) {
        return Refusals.of(failure).orElse(null) instanceof Reply.Problem problem && problem.status() == 401;
    }

    /// The form, which first says what is deleted.
    private AccountForm deletionOf(UUID person) {
        Row holdings = database.row(HOLDINGS.with("person", person)).orElseThrow();
        String lead = "This deletes your profile, "
                + Words.count(holdings.getLong("cruds"), "crud", "cruds")
                + " and "
                + Words.count(holdings.getLong("replies"), "reply", "replies")
                + " of yours, all that others answered to them, your conversations, and your likes and reposts. It cannot be undone.";
        return AccountForm.DELETING.carrying(lead, Map.of());
    }

    public Reply signOut(Request request) {
        boolean everywhere = !Pages.form(request).text("everywhere").isEmpty();
        Map<String, String> signedOut = accounts.signOut(request, everywhere);
        return new Reply.SeeOther("/", joined(signedOut, NOT_KEPT));
    }

    private Reply empty(AccountForm page, Request request) {
        Map<String, String> known =
                request.query("email").map(email -> Map.of("email", email)).orElse(Map.of());
        String lead = request.query("done").map(DONE::get).orElse(page.lead());
        return Html.form(200, frame(request), page.carrying(lead, page.hidden()).filled(new Form(known)), Map.of());
    }

    private Frame frame(Request request) {
        return frame(await(() -> identity.readerOrStranger(request)));
    }

    private Frame frame(Optional<UUID> reader) {
        return await(() -> frames.of(Place.ACCOUNT, reader));
    }

    /// Does what a form asks for; or shows the form again.
    private Reply filled(Request request, AccountForm page, Function<Form, Reply> deed) throws Exception {
        Form form = Pages.form(request);
        try {
            return deed.apply(form);
        } catch (Exception failure) {
            return again(request, page, form, failure, Map.of());
        }
    }

    private static Reply after(String done, String path, Form form) {
        return next(Address.of(path, "done", done), form, Map.of());
    }

    private static Reply next(String path, Form form) {
        return next(path, form, Map.of());
    }

    private static Reply next(String path, Form form, Map<String, String> headers) {
        return new Reply.SeeOther(Address.of(path, "email", form.word("email")), headers);
    }

    /// The same form, with what was filled in, and why it was refused.
    ///
    /// @param headers of what was done all the same
    private Reply again(Request request, AccountForm page, Form form, Exception failure, Map<String, String> headers)
            throws Exception {
        AccountForm filled = page.filled(form);
        return switch (Refusals.of(failure).orElse(null)) {
            case Reply.Refused(List<String> codes) -> Html.form(422, frame(request), filled.refused(codes), headers);
            case Reply.Problem problem ->
                Html.form(
                        problem.status(), frame(request), refused(filled, problem), joined(problem.headers(), headers));
            case null, default -> throw failure;
        };
    }

    private static Map<String, String> joined(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    /// The page does not say which of the two is wrong, and asks for the password again.
    private static AccountForm refused(AccountForm page, Reply.Problem problem) {
        return problem.status() == 401 ? page.refused(List.of("password_wrong")) : page.refused(problem.detail());
    }
}
