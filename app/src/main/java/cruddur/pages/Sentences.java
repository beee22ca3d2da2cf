package cruddur.pages;

import java.util.Map;

/// The sentences of the page for broken rules.
final class Sentences {

    /// The form fields of rules whose names do not begin with the name of the field.
    private static final Map<String, String> FIELDS = Map.of(
            "display_name_blank", "name",
            "display_name_exceed_max_chars", "name");

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("display_name_blank", "Please say what you call yourself."),
            Map.entry("display_name_exceed_max_chars", "At most 50 characters, please."),
            Map.entry("handle_blank", "Please choose a handle."),
            Map.entry("handle_invalid", "Only letters from A to Z, digits and _, and at most 30 of them."),
            Map.entry("handle_taken", "This handle is taken. Try another one."),
            Map.entry("email_blank", "Please give your e-mail address."),
            Map.entry("email_invalid", "This does not look like an e-mail address."),
            Map.entry("email_taken", "There is an account with this address. Sign in below."),
            Map.entry("email_unconfirmed", "Confirm this address first, below; then come back to this page."),
            Map.entry("email_confirmed_already", "This address is confirmed already. Sign in below."),
            Map.entry("password_wrong", "The e-mail address or the password is wrong."),
            Map.entry("password_not_yours", "This is not your password."),
            Map.entry("old_password_blank", "Please give your current password."),
            Map.entry("old_password_not_yours", "This is not your password."),
            Map.entry("handle_not_yours", "This is not your handle."),
            Map.entry("password_blank", "Please give a password."),
            Map.entry(
                    "password_too_weak",
                    "This is too weak: at least eight characters, with capital and small letters, a digit and a symbol."),
            Map.entry("password_exceed_max_chars", "At most 256 characters, please."),
            Map.entry("password_reset_required", "This account needs a new password. Recover it below."),
            Map.entry("code_blank", "Please give the code from the mail."),
            Map.entry("code_mismatch", "This is not the code that we mailed. Look again?"),
            Map.entry("code_expired", "This code is too old. Ask for another one."),
            Map.entry("message_blank", "Please write something."),
            Map.entry("message_exceed_max_chars", "At most 280 characters, please."),
            Map.entry(
                    "message_posted",
                    "Something else was posted from this page already. Send this again to post it, too."),
            Map.entry("message_gone", "This was posted before, and is gone. Send it again to post it anew."),
            Map.entry("message_exceed_max_chars_1024", "At most 1,024 characters, please."),
            Map.entry(
                    "answered_gone", "What you reply to has expired or was deleted, so there is nothing to reply to."),
            Map.entry("receiver_blocked", "One of you has blocked the other, so this is not sent."),
            Map.entry("user_reciever_handle_blank", "You cannot write to this person."),
            Map.entry("reason_blank", "Please say why."),
            Map.entry("reason_exceed_max_chars", "At most 280 characters, please."),
            Map.entry("bio_exceed_max_chars", "At most 160 characters, please."),
            Map.entry("search_term_exceed_max_chars", "At most 1,024 characters can be searched for."),
            Map.entry("search_term_exceed_max_words", "At most 64 words can be searched for."),
            Map.entry("search_term_blank", "Please give a word, a #tag or a @handle."),
            Map.entry("ttl_blank", "Please choose how long it lives."));

    private Sentences() {}

    /// @param code a rule's name
    static String of(String code) {
        return SENTENCES.getOrDefault(code, "This is refused: " + code + ".");
    }

    /// The form field of a rule.
    static String field(String code) {
        return FIELDS.getOrDefault(code, code.replaceFirst("_.*", ""));
    }
}
