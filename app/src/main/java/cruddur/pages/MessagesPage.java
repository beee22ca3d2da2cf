package cruddur.pages;

/// The conversations of the signed-in person.
public record MessagesPage(Head head, Frame frame, Feed<Conversation> feed) {}
