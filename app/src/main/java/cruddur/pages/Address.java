package cruddur.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Writes what stands behind the `?` of an address of a page.
final class Address {

    private Address() {}

    /// The address for mail, for the next form.
    static String email(String email) {
        return query("email", email);
    }

    static String query(String name, String value) {
        return "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
