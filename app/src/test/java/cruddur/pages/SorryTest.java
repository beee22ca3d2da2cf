package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;

class SorryTest {

    @Test
    void without_a_database_people_get_a_page_that_says_so() {
        try (TestServer server = TestServer.on(Cluster.NEWEST.missing())) {
            HttpResponse<String> response = server.get("/");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("content-type"))
                    .contains("text/html; charset=utf-8");
            assertThat(response.headers().firstValue("retry-after")).isPresent();
            assertThat(response.headers().firstValue("content-security-policy")).isPresent();
            assertThat(response.body()).contains("The database does not answer.");
        }
    }

    @Test
    void a_bad_address_is_told_so_on_a_page_too() {
        try (TestServer server = TestServer.on(Cluster.NEWEST.empty())) {
            HttpResponse<String> response = server.get("/?before=%3Cscript%3E");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .contains("before must be a cursor")
                    .doesNotContain("<script");
        }
    }
}
