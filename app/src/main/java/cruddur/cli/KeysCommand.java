package cruddur.cli;

import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Home;
import cruddur.cli.common.Terminal;
import cruddur.embedded.DataFolder;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `cruddur keys`: the signing keys of the built-in user pool.
@Command(
        name = "keys",
        description = "The keys that the built-in user pool signs its tokens with.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Example: cruddur keys rotate"})
final class KeysCommand implements CommandGroup {

    static final String FILE = "signing-keys.json";

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
                "Older tokens stay valid until they expire. A running server notices the new key by itself.",
                "",
                "Example: cruddur keys rotate"
            })
    int rotate() {
        DataFolder folder = Home.folder(settings);
        KeySet before = keys(folder);
        KeySet after = before.rotated(Instant.now(), LocalPool.TOKEN_LIFETIME);
        folder.write(FILE, after.written());
        terminal.report(sentence(folder, before, after));
        return ExitCode.DONE;
    }

    /// The keys in the folder.
    ///
    /// @throws OperationException if there are none, or they cannot be read
    static KeySet keys(DataFolder folder) {
        String text = folder.read(FILE)
                .orElseThrow(() -> new OperationException(
                        "There is no key in " + folder.path() + " yet. Make the first one with: cruddur up"));
        try {
            return KeySet.read(text);
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    "Cannot read the user pool's signing keys in %s: %s. Remove that file: the next `cruddur up` makes a new key, and people sign in again."
                            .formatted(folder.path().resolve(FILE), e.getMessage()),
                    e);
        }
    }

    private static String sentence(DataFolder folder, KeySet before, KeySet after) {
        return """
        Cruddur: the user pool in %s signs with the new key %s.
        Cruddur: %s is believed until %s. Expired keys that were dropped: %d.\
        """.formatted(
                        folder.path(),
                        after.signing().getKeyID(),
                        before.signing().getKeyID(),
                        after.keys().get(1).getExpirationTime().toInstant(),
                        before.keys().size() + 1 - after.keys().size());
    }
}
