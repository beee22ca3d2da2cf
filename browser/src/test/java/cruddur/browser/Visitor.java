package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.TestServer;

/// A person at a browser who uses an account.
record Visitor(Browser browser, View view, TestServer server) {

    static final String PASSWORD = BuiltInPool.PASSWORD;

    /// A stranger.
    Visitor {
        browser.forgetEverybody();
    }

    void open(String path) {
        browser.open(view, server.uri(path));
    }

    /// Fills in the page to sign up, and sends it.
    void signUp(String name, String handle, String email) {
        open("/sign-up");
        browser.fill("name", name);
        browser.fill("handle", handle);
        browser.fill("email", email);
        browser.fill("password", PASSWORD);
        browser.send("Sign up");
    }

    /// The code that was mailed last.
    String code(String email) {
        return BuiltInPool.at(server.uri("/")).code(email);
    }

    /// Signs in with the page, and is at the newest cruds.
    void signIn(String email) {
        open("/sign-in");
        browser.fill("email", email);
        browser.fill("password", PASSWORD);
        browser.send("Sign in");
        assertThat(browser.path()).isEqualTo("/");
    }

    /// A person of the seed world signs in with the API, which takes no page.
    void signInAs(String handle) {
        browser.setCookie(server.uri("/"), server.signIn(handle));
    }

    void post(String message) {
        browser.fill("message", message);
        browser.send("Crud it");
    }

    /// The handle in the link to the person's profile; empty if no person is signed in.
    String handle() {
        return browser.all(".places > a[href^='/@']").stream()
                .map(link -> String.valueOf(link.getDomAttribute("href")).substring(1))
                .findFirst()
                .orElse("");
    }

    /// Has the session ask the user pool again at its next request, as when its token has expired.
    void letTheTokenExpire() {
        server.sql().run("update sessions set renew_at = now() - interval '1 second'");
    }

    /// The number of cruds with this text.
    String count(String message) {
        return server.sql().value("select count(*) from activities where message = ?", message);
    }
}
