package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From signing up to signing out, with the pages.
@TestInstance(Lifecycle.PER_CLASS)
class JourneyTest {

    private final Browser browser = Browser.shared();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        browser.forgetEverybody();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cruddur.browser.View#phoneAndDesktop")
    void who_signs_up_and_confirms_is_signed_in_posts_and_stays(View view) {
        signUpPostAndStay(new Visitor(browser, view, server), "grete" + view.width());
    }

    @Test
    void all_of_it_needs_no_javascript() {
        Visitor visitor = new Visitor(Browser.withoutJavaScript(), View.PHONE, server);
        signUpPostAndStay(visitor, "plain");
        recoverThePassword(visitor, "plain");
    }

    private static void signUpPostAndStay(Visitor visitor, String handle) {
        Browser browser = visitor.browser();
        String email = handle + "@example.com";
        visitor.open("/");
        browser.follow("Sign up");
        visitor.signUp("Grete Stern", handle, email);
        assertThat(browser.path()).isEqualTo("/confirm");
        assertThat(value(browser, "email")).isEqualTo(email);

        browser.fill("code", visitor.code(email));
        browser.send("Confirm your address");
        assertThat(browser.path()).isEqualTo("/");
        assertThat(visitor.handle()).isEqualTo("@" + handle);

        visitor.post("Here I am, says " + handle);
        SeenCard first = SeenCard.on(browser).getFirst();
        assertThat(first.handle()).isEqualTo("@" + handle);
        assertThat(first.message()).isEqualTo("Here I am, says " + handle);

        browser.reload();
        assertThat(visitor.handle()).isEqualTo("@" + handle);
        assertThat(visitor.count("Here I am, says " + handle)).isEqualTo("1");
    }

    @Test
    void a_forgotten_password_is_recovered_with_a_code() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.signIn("ada@example.com");
        recoverThePassword(visitor, "ada");
    }

    private static void recoverThePassword(Visitor visitor, String handle) {
        Browser browser = visitor.browser();
        String email = handle + "@example.com";
        visitor.open("/sign-in");
        browser.follow("Forgotten your password?");
        browser.fill("email", email);
        browser.send("Recover your account");
        assertThat(browser.path()).isEqualTo("/reset");
        assertThat(value(browser, "email")).isEqualTo(email);

        browser.fill("code", visitor.code(email));
        browser.fill("password", "New-passw0rd!");
        browser.send("Choose a new password");
        assertThat(browser.path()).isEqualTo("/sign-in");
        assertThat(value(browser, "email")).isEqualTo(email);

        visitor.open("/");
        assertThat(visitor.handle())
                .as("the sessions of the old password are over")
                .isEmpty();
        visitor.open("/sign-in?email=" + email);
        browser.fill("password", "New-passw0rd!");
        browser.send("Sign in");
        assertThat(visitor.handle()).isEqualTo("@" + handle);
    }

    @Test
    void a_token_that_expires_while_somebody_writes_is_renewed_and_nobody_notices() {
        Visitor visitor = new Visitor(browser, View.DESKTOP, server);
        visitor.signInAs("bao");
        visitor.open("/");
        visitor.letTheTokenExpire();
        visitor.post("Written across the hour");

        assertThat(visitor.handle()).isEqualTo("@bao");
        assertThat(SeenCard.on(browser).getFirst().message()).isEqualTo("Written across the hour");
    }

    @Test
    void a_session_that_ended_while_somebody_wrote_loses_no_text() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.signInAs("cleo");
        visitor.open("/");
        server.sql().run("delete from sessions");
        String written = "Quotes \"'\n\n  <b>, and a line break";
        visitor.post(written);
        assertThat(browser.title()).startsWith("Sign in");
        assertThat(browser.the(".lead").getText()).contains("Nothing of your crud is lost");

        browser.fill("email", "cleo@example.com");
        browser.fill("password", "Wrong-passw0rd");
        browser.send("Sign in");
        browser.fill("password", Visitor.PASSWORD);
        browser.send("Sign in");

        assertThat(visitor.handle()).isEqualTo("@cleo");
        assertThat(SeenCard.on(browser).getFirst().message()).isEqualTo(written);
        assertThat(visitor.count(written)).isEqualTo("1");
    }

    @Test
    void who_signs_in_before_confirming_is_led_to_the_code() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.signUp("Late", "late", "late@example.com");
        visitor.open("/sign-in");
        browser.fill("email", "late@example.com");
        browser.fill("password", Visitor.PASSWORD);
        browser.send("Sign in");

        assertThat(browser.path()).isEqualTo("/confirm");
        assertThat(value(browser, "email")).isEqualTo("late@example.com");
        String first = visitor.code("late@example.com");
        browser.send("Send another code");
        assertThat(browser.path()).isEqualTo("/confirm");
        assertThat(value(browser, "email")).isEqualTo("late@example.com");
        // The same one, so that asking again makes no code easier to guess.
        assertThat(visitor.code("late@example.com")).isEqualTo(first);

        browser.fill("code", "Your code: " + first.substring(0, 3) + " " + first.substring(3));
        browser.send("Confirm your address");
        assertThat(visitor.handle()).isEqualTo("@late");
    }

    @Test
    void who_confirms_in_another_browser_signs_in_there() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.signUp("Two", "two", "two@example.com");
        browser.forgetEverybody();
        visitor.open("/confirm?email=two@example.com");
        browser.fill("code", visitor.code("two@example.com"));
        browser.send("Confirm your address");

        assertThat(browser.path()).isEqualTo("/sign-in");
        assertThat(value(browser, "email")).isEqualTo("two@example.com");
    }

    @Test
    void whose_handle_was_taken_in_the_meantime_is_told_their_new_one() {
        Visitor visitor = new Visitor(browser, View.DESKTOP, server);
        visitor.signUp("First", "wanted", "first@example.com");
        visitor.signUp("Second", "wanted", "second@example.com");
        for (String email : new String[] {"first@example.com", "second@example.com"}) {
            visitor.open("/confirm?email=" + email);
            browser.fill("code", visitor.code(email));
            browser.send("Confirm your address");
        }

        assertThat(browser.path()).isEqualTo("/account");
        assertThat(browser.the("main").getText())
                .contains("Somebody was quicker with @wanted, so you are @wanted_2 here.");
    }

    @Test
    void the_address_goes_along_to_the_recovery_of_a_password() {
        Visitor visitor = new Visitor(browser, View.PHONE, server);
        visitor.open("/sign-in");
        browser.fill("email", "ada+x@example.com");
        browser.fill("password", "Wrong-passw0rd");
        browser.send("Sign in");
        browser.follow("Forgotten your password?");

        assertThat(value(browser, "email")).isEqualTo("ada+x@example.com");
    }

    private static String value(Browser browser, String field) {
        return String.valueOf(browser.the("#" + field).getDomProperty("value"));
    }
}
