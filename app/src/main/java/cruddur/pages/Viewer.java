package cruddur.pages;

import io.vertx.sqlclient.Row;
import java.util.Set;

/// The signed-in person who gets a page.
///
/// @param unread the number of unread notifications; [#MANY] stands for more
/// @param unreadMessages the number of unread messages; [#MANY] stands for more
/// @param hidden the handles of hidden people: they block this person, or this person blocks them
public record Viewer(Portrait person, int unread, int unreadMessages, Set<String> hidden) {

    private static final int MANY = 100;

    static Viewer of(Row row) {
        return new Viewer(
                Portrait.of(row),
                row.getInteger("unread"),
                row.getInteger("unread_messages"),
                Set.of(row.getArrayOfStrings("hidden")));
    }

    /// For example `3`, or `99+`.
    public String unreadInShort() {
        return inShort(unread);
    }

    public String unreadMessagesInShort() {
        return inShort(unreadMessages);
    }

    static String inShort(long number) {
        return number < MANY ? Long.toString(number) : (MANY - 1) + "+";
    }

    /// Whether this is another person, and not a hidden one.
    boolean sees(Portrait other) {
        return !other.equals(person) && !hidden.contains(other.handle());
    }

    public boolean isAuthorOf(Card card) {
        return person.handle().equals(card.author().handle());
    }
}
