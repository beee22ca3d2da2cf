package cruddur.pages;

/// A page with a form about an account.
public record FormPage(Head head, Frame frame, AccountForm form) {

    static FormPage of(Frame frame, AccountForm form) {
        return new FormPage(Head.unlisted(form.pageTitle()), frame.at(form.place()), form);
    }
}
