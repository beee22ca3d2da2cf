package cruddur.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Writes the address of a page with one more query parameter.
final class Address {

    private Address() {}

    static String of(String path, String name, String value) {
        return path + (path.contains("?") ? "&" : "?") + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
