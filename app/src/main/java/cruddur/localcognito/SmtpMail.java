package cruddur.localcognito;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.Set;

/// Mail by SMTP: encrypted, unless the server is on this machine.
///
/// Thread-safe.
public final class SmtpMail implements Mail {

    /// The limit for connecting, and for each read and write. A mail takes about nine reads, so a slow
    /// server may take longer than a request waits.
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    private static final Set<String> SCHEMES = Set.of("smtp", "smtps");

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Session session;
    private final URI server;
    private final InternetAddress from;

    private SmtpMail(Session session, URI server, InternetAddress from) {
        this.session = session;
        this.server = server;
        this.from = from;
    }

    /// Parses the settings; does not connect yet.
    ///
    /// @param url `smtp://user:password@host:587`, which requires STARTTLS, or
    ///   `smtps://user:password@host:465`; user and password are percent-encoded, and may be missing
    /// @param from the sender's address
    /// @throws IllegalArgumentException with a sentence that does not contain the password
    public static SmtpMail by(String url, String from) {
        URI server = parsed(url);
        return new SmtpMail(Session.getInstance(properties(server)), server, address(from));
    }

    private static URI parsed(String url) {
        try {
            URI server = URI.create(url);
            if (server.getHost() != null && SCHEMES.contains(String.valueOf(server.getScheme()))) {
                return server;
            }
        } catch (IllegalArgumentException _) {
            // The message would contain the password.
        }
        throw new IllegalArgumentException(
                "SMTP_URL must be like smtp://user:password@host:587 or smtps://user:password@host:465");
    }

    private static InternetAddress address(String from) {
        try {
            InternetAddress address = new InternetAddress(from, true);
            if (address.getAddress().contains("@")) {
                return address;
            }
        } catch (MessagingException _) {
            // The same is wrong with it.
        }
        throw new IllegalArgumentException(
                "MAIL_FROM is %s, and must be a mail address, like cruddur@example.com".formatted(from));
    }

    private static Properties properties(URI server) {
        String prefix = "mail." + server.getScheme() + ".";
        String timeout = Long.toString(TIMEOUT.toMillis());
        boolean isHere = THIS_MACHINE.contains(server.getHost());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", server.getScheme());
        properties.setProperty(prefix + "host", server.getHost());
        properties.setProperty(prefix + "port", Integer.toString(port(server)));
        properties.setProperty(prefix + "starttls.enable", "true");
        properties.setProperty(prefix + "starttls.required", Boolean.toString(!isHere));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "auth", Boolean.toString(server.getRawUserInfo() != null));
        properties.setProperty(prefix + "connectiontimeout", timeout);
        properties.setProperty(prefix + "timeout", timeout);
        properties.setProperty(prefix + "writetimeout", timeout);
        return properties;
    }

    private static int port(URI server) {
        int usual = server.getScheme().equals("smtps") ? 465 : 587;
        return server.getPort() >= 0 ? server.getPort() : usual;
    }

    @Override
    public void send(Letter letter) throws IOException {
        try {
            if (server.getRawUserInfo() == null) {
                Transport.send(message(letter));
            } else {
                String[] user = server.getRawUserInfo().split(":", 2);
                Transport.send(message(letter), decoded(user[0]), user.length > 1 ? decoded(user[1]) : "");
            }
        } catch (MessagingException e) {
            // The message may contain the address.
            throw new IOException(
                    "%s by %s:%d".formatted(e.getClass().getSimpleName(), server.getHost(), port(server)), e);
        }
    }

    private MimeMessage message(Letter letter) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
        message.setSubject(letter.subject(), "UTF-8");
        message.setText(letter.text(), "UTF-8");
        message.setSentDate(Date.from(letter.sentAt()));
        return message;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
