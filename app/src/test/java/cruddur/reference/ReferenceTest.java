package cruddur.reference;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.files.Bundled;
import cruddur.testing.Cluster;
import cruddur.testing.Contract;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Needs no database: the API reference works without one.
@TestInstance(Lifecycle.PER_CLASS)
class ReferenceTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.missing());
    private final String page = server.get("/api").body();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void programs_get_the_document_as_it_is_in_the_repository() {
        HttpResponse<String> response = server.get("/api/openapi.yaml");

        assertThat(response.headers().firstValue("content-type")).contains("application/yaml");
        assertThat(response.body()).isEqualTo(Bundled.text("api/openapi.yaml"));
    }

    @Test
    void the_page_shows_every_operation_every_code_and_every_field() {
        List<String> paths = Contract.document().path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
        List<String> codes =
                Contract.document().at("/components/schemas/Code/oneOf").findValuesAsText("const");
        List<String> fields = Contract.document().at("/components/schemas").findValues("properties").stream()
                .flatMap(properties -> properties.properties().stream())
                .map(Map.Entry::getKey)
                .toList();

        assertThat(List.of(paths, codes, fields))
                .allSatisfy(names -> assertThat(names)
                        .isNotEmpty()
                        .allSatisfy(name -> assertThat(page).contains("<code>" + name + "</code>")));
    }

    @Test
    void every_link_within_the_page_leads_somewhere_and_only_there() {
        List<String> places = all("id=\"([^\"]+)\"");

        assertThat(places).doesNotHaveDuplicates();
        assertThat(all("href=\"#([^\"]+)\"")).isNotEmpty().isSubsetOf(places);
    }

    @Test
    void it_runs_the_scripts_of_all_pages_and_could_run_no_other() {
        assertThat(all("<script([^>]*)>"))
                .singleElement()
                .asString()
                .matches(" type=\"module\" src=\"/assets/[0-9a-z]+/cruddur.js\"");
        assertThat(page).doesNotContain("style=\"", "javascript:");
        assertThat(server.get("/api").headers().firstValue("content-security-policy"))
                .get()
                .asString()
                .startsWith("default-src 'none'");
    }

    private List<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
