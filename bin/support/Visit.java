import java.io.InputStream;
import java.net.URI;

/// Fetches addresses, one after the other; nothing else on a fresh machine is sure to be able to.
class Visit {

    void main(String[] addresses) throws Exception {
        for (String address : addresses) {
            try (InputStream answer = URI.create(address).toURL().openStream()) {
                answer.readAllBytes();
            }
        }
    }
}
