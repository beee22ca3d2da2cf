package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Known injections through every field that a person can fill in: none executes, and none even
/// becomes something that the content security policy would have to stop.
@TestInstance(Lifecycle.PER_CLASS)
class InjectionTest {

    private static final String UNLIKE_TEXT = """
            return [...document.querySelectorAll('*')].filter(each =>
              [...each.attributes].some(({ name, value }) => name.startsWith('on') || name == 'style'
                  || /href|src|action|data$/.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value))
              || each.matches('base, iframe, object, embed, math, marquee, meta[http-equiv], script:not([type=module])'))
            .map(each => each.outerHTML)
            """;

    /// A search term has at most 1,024 characters.
    private static final int PARTS = 3;

    private final Browser browser = Browser.another();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final Visitor ada = new Visitor(browser, View.DESKTOP, server);

    @BeforeAll
    void signIn() {
        browser.reportScripts();
        ada.signInAs("ada");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> injections() {
        return Stream.of(
                "<script>alert(1)</script>",
                "</script><script>alert(1)</script>",
                "</textarea><script>alert(1)</script>",
                "</title><script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><img src=x onerror=alert(1)>",
                "'><svg/onload=alert(1)>",
                "\" autofocus onfocus=alert(1) x=\"",
                "' onmouseover='alert(1)",
                "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
                "<iframe srcdoc='<script>parent.alert(1)</script>'>",
                "<math><a xlink:href=javascript:alert(1)>x",
                "<a href=javascript:alert(1)>x</a>",
                "javascript:alert(1)//https://example.com/",
                "https://example.com/\"onmouseover=\"alert(1)",
                "https://example.com/'><script>alert(1)</script>",
                "#x\"><script>alert(1)</script> @ada\"onclick=alert(1)",
                "#<img/src=x/onerror=alert(1)>",
                "<base href=//example.com/><meta http-equiv=refresh content=0;url=javascript:alert(1)>",
                "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
                "<![CDATA[<script>alert(1)</script>]]>",
                "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;alert(1)",
                "%3Cscript%3Ealert(1)%3C/script%3E \\u003cscript\\u003ealert(1)",
                "${alert(1)} {{alert(1)}} @{alert(1)} @raw<script>alert(1)</script>",
                "\u2028alert(1)\u2029 \ufeff<\u200bscript>alert(1)",
                "<xmp><p title=\"</xmp><svg/onload=alert(1)>\">");
    }

    @BeforeEach
    void deleteCruds() {
        server.sql().run("delete from activities");
    }

    @Test
    void nothing_in_a_crud_is_executed() {
        ada.open("/");
        injections().forEach(injection -> {
            deleteCruds();
            String message = injection + " " + UUID.randomUUID();
            browser.paste("message", message);
            send("Crud it", injection);
            assertThat(ada.count(message)).isEqualTo("1");
        });
    }

    @Test
    void nothing_in_a_profile_is_executed() {
        ada.open("/@ada");
        injections().forEach(injection -> {
            browser.run("arguments[0].open = true", browser.the(".edit"));
            browser.paste("display_name", injection);
            browser.paste("bio", injection);
            send("Save", injection);
        });
    }

    @ParameterizedTest
    @MethodSource("injections")
    void nothing_in_a_thread_is_executed(String injection) {
        server.sql().run("update users set display_name = left(?, 50) where handle = 'ada'", injection);
        String thread = server.sql()
                .value(
                        "insert into activities (user_uuid, message, expires_at) select uuid, ?, now() + interval '1 hour'"
                                + " from users where handle = 'ada' returning '/@ada/status/' || uuid",
                        injection);
        open(thread);
        browser.paste("message", injection);
        send("Reply", injection);
        open(thread + "/delete");
        open("/account");
    }

    /// Several together: one that is executed is reported, also with others behind it.
    static Stream<String> together() {
        List<String> all = injections().toList();
        return IntStream.range(0, PARTS)
                .mapToObj(part ->
                        String.join(" ", all.subList(part * all.size() / PARTS, (part + 1) * all.size() / PARTS)));
    }

    @ParameterizedTest
    @MethodSource("together")
    void nothing_in_an_address_is_executed(String injections) {
        String encoded = URLEncoder.encode(injections, StandardCharsets.UTF_8).replace("+", "%20");
        open("/search?term=" + encoded);
        open("/tags/" + encoded.replace("%2F", "/"));
        open("/@" + encoded.replace("%2F", ""));
        open("/sign-in?email=" + encoded);
        open("/account?wanted=" + encoded);
        open("/?before=" + encoded);
    }

    /// A form that is refused is on the page again, with what was written.
    @ParameterizedTest
    @CsvSource({
        "/sign-up, Sign up, name handle email password",
        "/reset, Choose a new password, code",
        "/account/delete, Delete your account, handle"
    })
    void nothing_in_a_form_about_an_account_is_executed(String path, String button, String fields) {
        ada.open(path);
        injections().forEach(injection -> {
            for (String field : fields.split(" ", -1)) {
                browser.paste(field, injection);
            }
            send(button, injection);
        });
    }

    @Test
    void a_script_that_ran_would_be_found() {
        ada.open("/");
        browser.run("alert(1)");
        assertThat(browser.scriptReports()).hasSize(1);

        ada.open("/");
        browser.run("document.body.setAttribute('style', 'color: red')");
        browser.until(() -> !browser.scriptReports().isEmpty());
        assertThat(browser.run(UNLIKE_TEXT)).asString().contains("color: red");
    }

    private void open(String path) {
        ada.open(path);
        check(path);
    }

    private void send(String button, String injection) {
        browser.send(button);
        check(button + ": " + injection);
    }

    private void check(String page) {
        assertThat(browser.scriptReports()).as(page).isEmpty();
        assertThat(browser.run(UNLIKE_TEXT)).as(page).asString().isEqualTo("[]");
    }
}
