package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.Ports;
import cruddur.testing.TestServer;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTest {

    /// A mail that takes longer than a second and a half is sent again half a minute later.
    private static final long PATIENCE_MILLIS = 120_000;

    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    @Test
    void a_code_comes_by_mail_and_is_kept_nowhere_else() throws Exception {
        GreenMail post = post(0, "127.0.0.1");
        post.setUser("cruddur@example.com", "cruddur", "p:w@ d+");
        post.start();
        try (TestServer server = serverMailingTo(post.getSmtp().getPort())) {
            BuiltInPool pool = BuiltInPool.at(server.uri("/"));
            pool.signUp("grete@example.com");

            assertThat(post.waitForIncomingEmail(PATIENCE_MILLIS, 1)).isTrue();
            MimeMessage letter = post.getReceivedMessages()[0];
            assertThat(letter.getRecipients(Message.RecipientType.TO))
                    .extracting(Object::toString)
                    .containsExactly("grete@example.com");
            assertThat(letter.getFrom()).extracting(Object::toString).contains("hello@example.com");
            assertThat(pool.confirm("grete@example.com", codeIn(letter)).statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/dev/outbox").statusCode()).isEqualTo(404);
        } finally {
            post.stop();
        }
    }

    /// GreenMail itself waits only two seconds until its server has started.
    private static GreenMail post(int port, String address) {
        ServerSetup setup = new ServerSetup(port, address, "smtp");
        setup.setServerStartupTimeout(PATIENCE_MILLIS);
        return new GreenMail(setup);
    }

    private static String codeIn(MimeMessage letter) {
        return CODE.matcher(GreenMailUtil.getBody(letter))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void mail_that_cannot_be_sent_keeps_no_client_waiting_and_is_tried_again() throws Exception {
        int port = Ports.free();
        GreenMail post = post(port, "127.0.0.1");
        try (TestServer server = serverMailingTo(port)) {
            BuiltInPool pool = BuiltInPool.at(server.uri("/"));
            pool.signUp("grete@example.com");
            await(() -> server.sql()
                    .value("select max(tries) > 0 from local_cognito.mails")
                    .equals("t"));

            post.setUser("cruddur@example.com", "cruddur", "p:w@ d+");
            post.start();
            server.sql().run("update local_cognito.mails set due_at = now()");
            assertThat(post.waitForIncomingEmail(PATIENCE_MILLIS, 1)).isTrue();
            await(() -> server.sql()
                    .value("select count(*) from local_cognito.mails")
                    .equals("0"));
        } finally {
            post.stop();
        }
    }

    @Test
    void mail_that_could_not_be_sent_for_an_hour_is_dropped() {
        try (TestServer server = serverMailingTo(Ports.CLOSED)) {
            BuiltInPool.at(server.uri("/")).signUp("grete@example.com");
            server.sql()
                    .run("update local_cognito.mails set created_at = now() - interval '61 minutes', due_at = now()");

            await(() -> server.sql()
                    .value("select count(*) from local_cognito.mails")
                    .equals("0"));
        }
    }

    /// Also while mail is down: neither the answer nor its time may reveal whether an account exists.
    @ParameterizedTest
    @ValueSource(strings = {"forgot", "resend"})
    void nobody_learns_from_mail_whether_there_is_an_account(String request) {
        try (TestServer server = serverMailingTo(Ports.CLOSED)) {
            BuiltInPool.at(server.uri("/")).signUp("grete@example.com");
            server.sql()
                    .run(
                            "update local_cognito.accounts set confirmed_at = now() where ?::boolean",
                            "forgot".equals(request));
            for (String email : List.of("grete@example.com", "nobody@example.com")) {
                HttpResponse<String> answer = server.send(server.request("/api/auth/" + request)
                        .POST(BodyPublishers.ofString(Json.object("email", email))));
                assertThat(answer.statusCode()).isEqualTo(204);
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            CruddurProcess.pause(20);
        }
    }

    private static TestServer serverMailingTo(int port) {
        Mail mail = SmtpMail.by("smtp://cruddur:p%3Aw%40%20d+@127.0.0.1:" + port, "hello@example.com");
        return TestServer.withBuiltInPool(Cluster.NEWEST.empty(), BuiltInPool.pool(LocalPool.TOKEN_LIFETIME, mail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:secret@example.com", "smtp:secret", "smtp://me:sec ret@example.com", "smtp://"})
    void an_address_that_is_none_is_refused_without_its_password(String url) {
        assertThatThrownBy(() -> SmtpMail.by(url, "hello@example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("SMTP_URL")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sec ret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "Hello", "a b@example.com", "@", ""})
    void a_sender_that_no_mail_can_have_is_refused(String from) {
        assertThatThrownBy(() -> SmtpMail.by("smtp://example.com", from))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAIL_FROM is " + from + ", and must be a mail address, like cruddur@example.com");
    }

    /// GreenMail's server offers no STARTTLS, so only the name of the host makes the difference.
    @Test
    void a_server_elsewhere_is_told_nothing_in_clear_text() {
        Letter letter = Letter.toConfirm(new PoolAccount("1", "grete@example.com", "Grete", "grete"), Codes.random());
        GreenMail post = post(0, "0.0.0.0");
        post.start();
        try {
            String elsewhere = "smtp://127.0.0.2:" + post.getSmtp().getPort();
            assertThatThrownBy(() -> SmtpMail.by(elsewhere, "hello@example.com").send(letter))
                    .isInstanceOf(IOException.class);
            assertThat(post.getReceivedMessages()).isEmpty();
        } finally {
            post.stop();
        }
    }
}
