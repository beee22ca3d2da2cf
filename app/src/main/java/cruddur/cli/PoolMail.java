package cruddur.cli;

import cruddur.Listener;
import cruddur.cli.common.Setting;
import cruddur.cli.common.Terminal;
import cruddur.localcognito.Mail;
import cruddur.localcognito.Outbox;
import cruddur.localcognito.PrintedMail;
import cruddur.localcognito.SmtpMail;
import cruddur.settings.Settings;
import java.util.Optional;

/// How the built-in user pool sends its codes.
record PoolMail(Settings settings, Terminal terminal) {

    /// The value of `SMTP_URL` that prints codes.
    private static final String PRINTED = "log:";

    /// For `up`: without a mail server, its codes can also be read at `/dev/outbox`.
    Mail ofUp() {
        return set().orElseGet(() -> new Outbox(terminal::report));
    }

    /// For `serve`, where people may come from elsewhere.
    Mail ofServe(Listener listener) {
        return set().orElseGet(() -> {
            if (!listener.isOnLoopback()) {
                throw new IllegalArgumentException(
                        "USER_POOL=built-in needs SMTP_URL if HOST is %s, because people get their codes by mail. Set it to a mail server, or to %s to print the codes here."
                                .formatted(listener.host(), PRINTED));
            }
            return new PrintedMail(terminal::report);
        });
    }

    private Optional<Mail> set() {
        return settings.find("SMTP_URL").map(this::by);
    }

    private Mail by(String url) {
        return url.equals(PRINTED)
                ? new PrintedMail(terminal::report)
                : SmtpMail.by(url, Setting.MAIL_FROM.in(settings).orElseThrow());
    }
}
