package cruddur.cli;

import cruddur.aws.PoolUsers;
import cruddur.cli.common.Home;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.localcognito.LocalPool;
import cruddur.operations.DataFolder;
import cruddur.operations.PoolUser;
import cruddur.operations.UnreachableException;
import cruddur.secrets.AwsService;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the user pool that an operator means, and reads it.
///
/// A class of its own, because the command line looks at the methods of its commands at every
/// start, and would load Amazon's client with them.
record PoolReading(Map<String, String> environment, Terminal terminal) {

    private static final String POOL_ID = "AWS_COGNITO_USER_POOL_ID";

    /// Says which pool this is about, and then reads it.
    List<PoolUser> of(Target target) {
        Optional<String> id = Optional.ofNullable(environment.get(POOL_ID));
        PoolUsers pool = id.map(this::amazons).orElseGet(() -> builtIn(target));
        terminal.step("reading the people of the user pool");
        return pool.all();
    }

    private PoolUsers amazons(String id) {
        PoolUsers pool = PoolUsers.ofAmazon(id, environment);
        String elsewhere =
                AwsService.COGNITO_IDENTITY_PROVIDER
                        .standIn(environment)
                        .map(address -> ", at " + address)
                        .orElse("");
        terminal.say("Cruddur: user pool: " + id + " in " + pool.region() + elsewhere);
        return pool;
    }

    /// Those who have accounts on this machine are nobody to prod.
    private PoolUsers builtIn(Target target) {
        if (target == Target.PROD) {
            throw new IllegalArgumentException(
                    "Set " + POOL_ID + " to the user pool of prod; the built-in one is for dev.");
        }
        URI door = LocalPool.seenAt(runningServer(Home.folder(environment))).endpoint();
        terminal.say("Cruddur: user pool: the built-in one, at " + door);
        return PoolUsers.unsecured(LocalPool.POOL_ID, URI.create(door + "/"));
    }

    /// An address in a folder that nobody holds is of a server that is gone, and may be another's
    /// by now.
    private static URI runningServer(DataFolder folder) {
        return Optional.of(folder)
                .filter(held -> held.holder().filter(Home.COMMAND::equals).isPresent())
                .flatMap(held -> held.read("address"))
                .map(URI::create)
                .orElseThrow(
                        () ->
                                new UnreachableException(
                                        "The built-in user pool answers while this runs, and it does not, from "
                                                + folder.path()
                                                + ": cruddur up. For a pool of Amazon's, set "
                                                + POOL_ID
                                                + "."));
    }
}
