package cruddur.pages;

/// The trends, for small screens, which have no sidebar.
public record TrendsPage(Head head, Frame frame) {}
