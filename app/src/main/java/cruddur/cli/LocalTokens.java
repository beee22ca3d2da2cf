package cruddur.cli;

import cruddur.localcognito.LocalPool;
import cruddur.operations.DataFolder;
import cruddur.operations.Databases;
import cruddur.operations.EmbeddedPostgres;
import cruddur.operations.OperationException;

import java.net.URI;
import java.util.Map;

/// `cruddur token`: tokens of the local user pool, for trying things by hand until people can sign
/// up.
record LocalTokens(Map<String, String> environment) {

    String forHandle(String handle) {
        DataFolder folder = Up.dataFolder(environment);
        LocalPool pool = LocalPool.read(fileOf(folder, "signing-key.json"));
        URI address = URI.create(fileOf(folder, "address"));
        String cognitoUserId =
                new Databases(EmbeddedPostgres.url(folder, Up.DATABASE))
                        .cognitoUserId(handle)
                        .orElseThrow(
                                () ->
                                        new OperationException(
                                                "There is nobody with the handle " + handle + "."));
        return pool.accessToken(address, cognitoUserId);
    }

    private static String fileOf(DataFolder folder, String name) {
        return folder.read(name)
                .orElseThrow(
                        () ->
                                new OperationException(
                                        "Cruddur has not run from "
                                                + folder.path()
                                                + " yet. Start it with: cruddur up"));
    }
}
