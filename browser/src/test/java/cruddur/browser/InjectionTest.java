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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @MethodSource("injections")
    void nothing_that_a_person_writes_is_executed(String injection) {
        send("/", "message", injection + " " + UUID.randomUUID(), "Crud it");
        String thread = server.sql()
                .value("select '/@ada/status/' || uuid from activities where reply_to_activity_uuid is null"
                        + " order by created_at desc limit 1");
        send(thread, "message", injection, "Reply");
        ada.open("/@ada");
        browser.the(".edit > summary").click();
        browser.paste("display_name", injection);
        browser.paste("bio", injection);
        send("Save");
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

    @ParameterizedTest
    @MethodSource("injections")
    void nothing_in_a_form_about_an_account_is_executed(String injection) {
        ada.open("/sign-up");
        for (String field : new String[] {"name", "handle", "email", "password"}) {
            browser.paste(field, injection);
        }
        send("Sign up");
        send("/reset", "code", injection, "Choose a new password");
        send("/account/delete", "handle", injection, "Delete your account");
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

    private void send(String path, String field, String text, String button) {
        ada.open(path);
        browser.paste(field, text);
        send(button);
    }

    private void send(String button) {
        browser.send(button);
        check("after " + button);
    }

    private void check(String page) {
        assertThat(browser.scriptReports()).as(page).isEmpty();
        assertThat(browser.run(UNLIKE_TEXT)).as(page).asString().isEqualTo("[]");
    }
}
