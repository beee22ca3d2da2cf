package cruddur.cli;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.PoolDatabase;
import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.TargetDatabase;
import cruddur.cli.db.TargetOption;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.settings.Settings;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cruddur keys`: the signing keys of the built-in user pool.
@Command(
        name = "keys",
        description = "The keys that the built-in user pool signs its tokens with.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Example: cruddur keys rotate"})
final class KeysCommand implements CommandGroup {

    private final Settings settings;
    private final Terminal terminal;

    KeysCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Command(
            name = "rotate",
            description = "Sign with a new key from now on.",
            footer = {
                "",
                "Older tokens stay valid until they expire. Running servers notice the new key by themselves. Without CONNECTION_URL, these are the keys of cruddur up; otherwise set USER_POOL_SECRET, too.",
                "",
                "Example: cruddur keys rotate"
            })
    int rotate(
            @Mixin TargetOption option,
            @Option(
                            names = "--lost-secret",
                            description =
                                    "Do not read the old keys, because their secret is lost. Older access tokens are refused.")
                    boolean isLost) {
        DatabaseAdmin database =
                new TargetDatabase(option.target(), "cruddur keys rotate", settings, terminal).toChange();
        PoolSecret secret = PoolSecret.of(option.target(), settings);
        new PoolDatabase(database.url())
                .changeKeys(keys -> (isLost ? replaced() : rotated(secret.keys(keys))).sealed(secret.seal()));
        return ExitCode.DONE;
    }

    private KeySet replaced() {
        KeySet keys = KeySet.generate();
        terminal.report("Cruddur: the user pool signs with the new key %s. No older token is valid."
                .formatted(keys.signing().getKeyID()));
        return keys;
    }

    private KeySet rotated(KeySet before) {
        KeySet after = before.rotated(Instant.now(), LocalPool.TOKEN_LIFETIME);
        terminal.report(sentence(before, after));
        return after;
    }

    private static String sentence(KeySet before, KeySet after) {
        return """
        Cruddur: the user pool signs with the new key %s.
        Cruddur: %s is believed until %s. Expired keys that were dropped: %d.\
        """.formatted(
                        after.signing().getKeyID(),
                        before.signing().getKeyID(),
                        after.keys().get(1).getExpirationTime().toInstant(),
                        before.keys().size() + 1 - after.keys().size());
    }
}
