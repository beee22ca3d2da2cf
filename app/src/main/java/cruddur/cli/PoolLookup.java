package cruddur.cli;

import cruddur.Config;
import cruddur.Listener;
import cruddur.aws.PoolUsers;
import cruddur.cli.common.Home;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.embedded.DataFolder;
import cruddur.localcognito.LocalPool;
import cruddur.operations.UnreachableException;
import cruddur.reconciliation.PoolUser;
import cruddur.secrets.AwsService;
import cruddur.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Finds the user pool of a target, and reads it.
record PoolLookup(Settings settings, Terminal terminal) {

    private static final String POOL_ID = "AWS_COGNITO_USER_POOL_ID";

    /// Prints which pool it is, and then reads it.
    List<PoolUser> of(Target target) {
        Optional<String> id = settings.find(POOL_ID);
        PoolUsers pool = id.map(this::amazons).orElseGet(() -> builtIn(target));
        terminal.step("reading the people of the user pool");
        return pool.all();
    }

    private PoolUsers amazons(String id) {
        PoolUsers pool = PoolUsers.ofAmazon(id, settings);
        String elsewhere = AwsService.COGNITO_IDENTITY_PROVIDER
                .standIn(settings)
                .map(address -> ", at " + address)
                .orElse("");
        terminal.report("Cruddur: user pool: " + id + " in " + pool.region() + elsewhere);
        return pool;
    }

    /// Of `cruddur serve` on this machine, if the settings name it; else of `cruddur up`.
    private PoolUsers builtIn(Target target) {
        boolean isServed = Config.hasBuiltInPool(settings);
        URI server = isServed ? Listener.from(settings).address() : ofUp(target);
        PoolSecret secret = isServed ? PoolSecret.in(settings) : PoolSecret.in(Home.folder(settings));
        URI endpoint = LocalPool.seenAt(server).endpoint();
        terminal.report("Cruddur: user pool: the built-in one, at " + endpoint);
        return PoolUsers.withKeyAlone(
                LocalPool.POOL_ID, URI.create(endpoint + "/"), secret.seal().operatorsKey());
    }

    /// Its accounts mean nothing in prod.
    private URI ofUp(Target target) {
        if (target == Target.PROD) {
            throw new IllegalArgumentException(
                    "Set " + POOL_ID + " to the user pool of prod; the built-in one of cruddur up is for dev.");
        }
        return runningServer(Home.folder(settings));
    }

    /// The address in the folder. If no process holds the folder, the address is of a server that has
    /// stopped, and another program may use it now.
    private static URI runningServer(DataFolder folder) {
        return Optional.of(folder)
                .filter(held -> held.holder().filter(Home.COMMAND::equals).isPresent())
                .flatMap(held -> held.read("address"))
                .map(URI::create)
                .orElseThrow(
                        () -> new UnreachableException("The built-in user pool answers only while cruddur up runs from "
                                + folder.path()
                                + ". Start it, or for a pool of Amazon's set "
                                + POOL_ID
                                + "."));
    }
}
