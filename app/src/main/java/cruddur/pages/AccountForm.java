package cruddur.pages;

import cruddur.http.Form;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A form about an account.
///
/// @param action the path that the form is sent to
/// @param lead the purpose of the form
/// @param hidden the hidden fields
/// @param alert the reason why the whole form was refused
/// @param another a second button, for people who cannot fill in the form
public record AccountForm(
        String title,
        String action,
        String lead,
        List<Field> fields,
        Map<String, String> hidden,
        String button,
        Optional<String> alert,
        Optional<Another> another,
        List<Link> links) {

    /// A button that sends the first field to another path.
    public record Another(String action, String button) {}

    /// A link to a related page.
    public record Link(String address, String words) {

        /// The same link, with the e-mail address, if it is known.
        Link taking(String email) {
            return email.isEmpty() ? this : new Link(Address.of(address, "email", email), words);
        }
    }

    private static final Link SIGN_IN = new Link("/sign-in", "Sign in");
    private static final Link SIGN_UP = new Link("/sign-up", "Sign up");
    private static final Link CONFIRM = new Link("/confirm", "Confirm your address");
    private static final Link RECOVER = new Link("/recover", "Forgotten your password?");

    private static final Link ACCOUNT = new Link("/account", "Back to your account");
    private static final Link EXPORT = new Link("/api/account/export", "Download your data");

    static final AccountForm SIGNING_UP = page(
            "Sign up",
            "/sign-up",
            "It takes a minute: we mail you a code to confirm your address.",
            List.of(Field.NAME, Field.HANDLE, Field.EMAIL, Field.FIRST_PASSWORD),
            SIGN_IN);

    static final AccountForm CONFIRMING = page(
                    "Confirm your address",
                    "/confirm",
                    "A code is on its way to you. It may take a minute, or hide among the spam.",
                    List.of(Field.EMAIL, Field.CODE),
                    SIGN_IN)
            .with(new Another("/resend", "Send another code"));

    static final AccountForm SIGNING_IN = page(
            "Sign in",
            "/sign-in",
            "Good to see you.",
            List.of(Field.ACCOUNT, Field.PASSWORD),
            RECOVER,
            CONFIRM,
            SIGN_UP);

    static final AccountForm RECOVERING = page(
            "Recover your account",
            "/recover",
            "If there is an account with your address, we mail you a code for a new password.",
            List.of(Field.EMAIL),
            SIGN_IN);

    static final AccountForm RESETTING = page(
                    "Choose a new password",
                    "/reset",
                    "If there is an account with your address, a code is on its way to you.",
                    List.of(Field.ACCOUNT, Field.CODE, Field.NEW_PASSWORD),
                    SIGN_IN)
            .with(new Another("/recover", "Send another code"));

    static final AccountForm CHANGING_PASSWORD = page(
            "Change your password",
            "/account/password",
            "You stay signed in here, and are signed out everywhere else.",
            List.of(Field.USERNAME, Field.OLD_PASSWORD, Field.NEW_PASSWORD),
            ACCOUNT);

    static final AccountForm DELETING = page(
            "Delete your account",
            "/account/delete",
            "",
            List.of(Field.USERNAME, Field.TYPED_HANDLE, Field.PASSWORD),
            EXPORT,
            ACCOUNT);

    private static AccountForm page(String title, String action, String lead, List<Field> fields, Link... links) {
        return new AccountForm(
                title, action, lead, fields, Map.of(), title, Optional.empty(), Optional.empty(), List.of(links));
    }

    private AccountForm with(Another other) {
        return new AccountForm(title, action, lead, fields, hidden, button, alert, Optional.of(other), links);
    }

    /// The same form, with the submitted values.
    AccountForm filled(Form form) {
        return new AccountForm(
                title,
                action,
                lead,
                fields.stream().map(field -> field.filled(form)).toList(),
                hidden,
                button,
                alert,
                another,
                links.stream().map(link -> link.taking(form.word("email"))).toList());
    }

    /// The same form, with the errors of these rules.
    AccountForm refused(List<String> codes) {
        List<Field> marked = fields.stream().map(field -> field.refused(codes)).toList();
        boolean isSaid = marked.stream().anyMatch(field -> field.error().isPresent());
        return new AccountForm(
                title,
                action,
                lead,
                marked,
                hidden,
                button,
                isSaid ? alert : Optional.of(Sentences.of(codes.getFirst())),
                another,
                links);
    }

    /// The same form, with an error for the whole form.
    AccountForm refused(String sentence) {
        return new AccountForm(title, action, lead, fields, hidden, button, Optional.of(sentence), another, links);
    }

    /// The same form, with another lead and hidden fields.
    AccountForm carrying(String newLead, Map<String, String> newHidden) {
        return new AccountForm(title, action, newLead, fields, newHidden, button, alert, another, links);
    }

    /// The same form, with hidden fields.
    AccountForm keeping(Map<String, String> newHidden) {
        return carrying(lead, newHidden);
    }

    /// For example `Refused: Sign in`. An error comes first, because screen readers read the title
    /// first.
    String pageTitle() {
        return (isRefused() ? "Refused: " : "") + title;
    }

    private boolean isRefused() {
        return alert.isPresent()
                || fields.stream().anyMatch(field -> field.error().isPresent());
    }

    /// Whether what the form does cannot be undone.
    public boolean isDestructive() {
        return action.equals(DELETING.action());
    }

    Place place() {
        return action.equals(SIGN_IN.address()) ? Place.SIGN_IN : Place.ACCOUNT;
    }

    /// The field with the focus: the first one that has an error or is empty.
    public String focus() {
        return fields.stream()
                .filter(field -> field.error().isPresent())
                .findFirst()
                .or(() ->
                        fields.stream().filter(field -> field.value().isEmpty()).findFirst())
                .map(Field::name)
                .orElse("");
    }
}
