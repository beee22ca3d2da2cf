package cruddur.pages;

import cruddur.http.Form;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A page that is a form.
///
/// @param action where it is sent
/// @param lead what it is for
/// @param hidden what is sent along
/// @param alert why all of it is refused
/// @param another a second button, for those who cannot fill in the form
public record FormPage(
        String title,
        String action,
        String lead,
        List<Field> fields,
        Map<String, String> hidden,
        String button,
        Optional<String> alert,
        Optional<Another> another,
        List<Link> links) {

    /// A button that sends the first field elsewhere.
    public record Another(String action, String button) {}

    /// Where else one may want to go.
    public record Link(String address, String words) {

        /// The same way, with the address for mail, if it is known.
        Link taking(String email) {
            return email.isEmpty() ? this : new Link(Address.of(address, "email", email), words);
        }
    }

    private static final Link SIGN_IN = new Link("/sign-in", "Sign in");
    private static final Link SIGN_UP = new Link("/sign-up", "Sign up");
    private static final Link CONFIRM = new Link("/confirm", "Confirm your address");
    private static final Link RECOVER = new Link("/recover", "Forgotten your password?");

    static final FormPage SIGNING_UP =
            page(
                    "Sign up",
                    "/sign-up",
                    "It takes a minute: we mail you a code to confirm your address.",
                    List.of(Field.NAME, Field.HANDLE, Field.EMAIL, Field.FIRST_PASSWORD),
                    SIGN_IN);

    static final FormPage CONFIRMING =
            page(
                            "Confirm your address",
                            "/confirm",
                            "A code is on its way to you. It may take a minute, or hide among the spam.",
                            List.of(Field.EMAIL, Field.CODE),
                            SIGN_IN)
                    .with(new Another("/resend", "Send another code"));

    static final FormPage SIGNING_IN =
            page(
                    "Sign in",
                    "/sign-in",
                    "Good to see you.",
                    List.of(Field.ACCOUNT, Field.PASSWORD),
                    RECOVER,
                    CONFIRM,
                    SIGN_UP);

    static final FormPage RECOVERING =
            page(
                    "Recover your account",
                    "/recover",
                    "If there is an account with your address, we mail you a code for a new password.",
                    List.of(Field.EMAIL),
                    SIGN_IN);

    static final FormPage RESETTING =
            page(
                            "Choose a new password",
                            "/reset",
                            "If there is an account with your address, a code is on its way to you.",
                            List.of(Field.ACCOUNT, Field.CODE, Field.NEW_PASSWORD),
                            SIGN_IN)
                    .with(new Another("/recover", "Send another code"));

    private static FormPage page(
            String title, String action, String lead, List<Field> fields, Link... links) {
        return new FormPage(
                title,
                action,
                lead,
                fields,
                Map.of(),
                title,
                Optional.empty(),
                Optional.empty(),
                List.of(links));
    }

    private FormPage with(Another other) {
        return new FormPage(
                title, action, lead, fields, hidden, button, alert, Optional.of(other), links);
    }

    /// The same, as somebody filled it in.
    FormPage filled(Form form) {
        return new FormPage(
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

    /// The same, refused for these rules.
    FormPage refused(List<String> codes) {
        List<Field> marked = fields.stream().map(field -> field.refused(codes)).toList();
        boolean isSaid = marked.stream().anyMatch(field -> field.error().isPresent());
        return new FormPage(
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

    /// The same, refused altogether.
    FormPage refused(String sentence) {
        return new FormPage(
                title, action, lead, fields, hidden, button, Optional.of(sentence), another, links);
    }

    /// The same, for other words at its top, and with what is sent along.
    FormPage carrying(String newLead, Map<String, String> newHidden) {
        return new FormPage(
                title, action, newLead, fields, newHidden, button, alert, another, links);
    }

    /// Whether something has to be put right, which a screen reader tells by the title first.
    public boolean isRefused() {
        return alert.isPresent() || fields.stream().anyMatch(field -> field.error().isPresent());
    }

    /// The field that the keyboard is in at first: the first one that is refused or empty.
    public String focus() {
        return fields.stream()
                .filter(field -> field.error().isPresent())
                .findFirst()
                .or(() -> fields.stream().filter(field -> field.value().isEmpty()).findFirst())
                .map(Field::name)
                .orElse("");
    }
}
