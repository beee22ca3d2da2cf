package cruddur.pages;

/// A page that the navigation links to.
public enum Place {
    HOME,
    SEARCH,
    NOTIFICATIONS,
    MESSAGES,
    PROFILE,
    TRENDS,
    SIGN_IN,
    ACCOUNT,
    REFERENCE,

    /// A page that it does not link to.
    ELSEWHERE;

    /// The value of `aria-current` of the link to a place, on this page.
    public String current(Place linked) {
        return this == linked ? "page" : "false";
    }
}
