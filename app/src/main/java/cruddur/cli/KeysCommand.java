package cruddur.cli;

import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Home;
import cruddur.cli.common.Terminal;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.operations.DataFolder;
import cruddur.operations.OperationException;

import picocli.CommandLine.Command;

import java.time.Instant;
import java.util.Map;

/// `cruddur keys`: what the built-in user pool signs with.
@Command(
        name = "keys",
        description = "The keys that the built-in user pool signs its tokens with.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Example: cruddur keys rotate"})
final class KeysCommand implements CommandGroup {

    static final String FILE = "signing-keys.json";

    private final Map<String, String> environment;
    private final Terminal terminal;

    KeysCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Command(
            name = "rotate",
            description = "Sign with a new key from now on.",
            footer = {
                "",
                "Tokens that were signed before stay good until they expire. A server that runs notices by itself.",
                "",
                "Example: cruddur keys rotate"
            })
    int rotate() {
        DataFolder folder = Home.folder(environment);
        KeySet before =
                folder.read(FILE)
                        .map(KeySet::read)
                        .orElseThrow(
                                () ->
                                        new OperationException(
                                                "There is no key in "
                                                        + folder.path()
                                                        + " yet. The first one is made by: cruddur up"));
        KeySet after = before.rotated(Instant.now(), LocalPool.TOKEN_LIFETIME);
        folder.write(FILE, after.written());
        terminal.say(sentence(folder, before, after));
        return ExitCode.DONE;
    }

    private static String sentence(DataFolder folder, KeySet before, KeySet after) {
        return """
        Cruddur: the user pool in %s signs with the new key %s.
        Cruddur: %s is believed until %s. Expired keys that were dropped: %d.\
        """
                .formatted(
                        folder.path(),
                        after.signing().getKeyID(),
                        before.signing().getKeyID(),
                        after.keys().get(1).getExpirationTime().toInstant(),
                        before.keys().size() + 1 - after.keys().size());
    }
}
