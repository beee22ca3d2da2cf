import java.io.InputStream;
import java.net.URI;

/// Fetches URLs, one after the other. Java does it, because a fresh machine may have no other
/// program that can.
class Visit {

    void main(String[] addresses) throws Exception {
        for (String address : addresses) {
            try (InputStream answer = URI.create(address).toURL().openStream()) {
                answer.readAllBytes();
            }
        }
    }
}
