package cruddur.pages;

import cruddur.http.Form;
import java.util.List;
import java.util.Optional;

/// A line of a form.
///
/// @param type of the `input`
/// @param autocomplete by which browsers and password managers know what belongs here
/// @param hint what is not obvious; empty if all is
/// @param error why this is refused
public record Field(
        String name,
        String label,
        String type,
        String autocomplete,
        String hint,
        String value,
        Optional<String> error) {

    static final Field NAME = new Field("name", "Your name", "text", "name", "");

    static final Field HANDLE = new Field(
            "handle",
            "Handle",
            "text",
            "nickname",
            "Letters from A to Z, digits and _, at most 30. Others write @ in front of it.");

    static final Field EMAIL = new Field("email", "E-mail", "email", "email", "");

    /// Under which a password manager keeps the password.
    static final Field ACCOUNT = new Field("email", "E-mail", "email", "username", "");

    /// Hidden in a form of a signed-in person, so that a password manager knows whose password it is.
    static final Field USERNAME = new Field("username", "E-mail", "email", "username", "");

    static final Field CODE = new Field("code", "Code", "text", "one-time-code", "The digits from the mail.");

    static final Field PASSWORD = new Field("password", "Password", "password", "current-password", "");

    static final Field FIRST_PASSWORD = newPassword("Password");

    static final Field NEW_PASSWORD = newPassword("New password");

    static final Field OLD_PASSWORD = new Field("old", "Current password", "password", "current-password", "");

    static final Field TYPED_HANDLE =
            new Field("handle", "Your handle", "text", "off", "Type it, so that this does not happen by accident.");

    private static final String SECRET = "password";

    private Field(String name, String label, String type, String autocomplete, String hint) {
        this(name, label, type, autocomplete, hint, "", Optional.empty());
    }

    private static Field newPassword(String label) {
        return new Field(
                "password",
                label,
                "password",
                "new-password",
                "At least eight characters, with capital and small letters, a digit and a symbol.");
    }

    /// The same with the submitted value. No password is sent back.
    Field filled(Form form) {
        return new Field(name, label, type, autocomplete, hint, type.equals(SECRET) ? "" : form.text(name), error);
    }

    /// The same, refused for the first of these rules that is about it.
    Field refused(List<String> codes) {
        return new Field(
                name,
                label,
                type,
                autocomplete,
                hint,
                value,
                codes.stream()
                        .filter(code -> Sentences.field(code).equals(name))
                        .findFirst()
                        .map(Sentences::of));
    }

    /// The id of what else a screen reader says of it.
    public String description() {
        return name + "-description";
    }

    public boolean isHidden() {
        return name.equals(USERNAME.name);
    }

    public boolean isCode() {
        return autocomplete.equals(CODE.autocomplete);
    }
}
