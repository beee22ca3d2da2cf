package cruddur.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import cruddur.files.Bundled;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One step from a schema to the next: a file `db/migrations/<version>_<name>.sql`. The statements
/// after `-- migrate:up` apply the step; those after `-- migrate:down`, if there are any, roll it
/// back.
///
/// @param version 1 for the first
/// @param checksum of the file, as `sha256sum` prints it
public record Migration(int version, String name, String checksum, Script up, Optional<Script> down) {

    private static final String FOLDER = "db/migrations/";
    private static final Pattern FILE = Pattern.compile("(?<version>[0-9]{1,9})_(?<name>\\w+)\\.sql");
    private static final String UP = "-- migrate:up\n";
    private static final String DOWN = "-- migrate:down\n";

    /// The migrations of this version of Cruddur, the oldest first.
    ///
    /// @throws IllegalArgumentException if a file is not a migration, or two have the same version
    public static List<Migration> all() {
        List<Migration> all = Bundled.names(FOLDER).stream()
                .map(file -> of(FOLDER + file, Bundled.bytes(FOLDER + file)))
                .sorted(Comparator.comparingInt(Migration::version))
                .toList();
        refuseDoubles(all);
        return all;
    }

    /// The version of a database after all of them were applied.
    public static int newestVersion() {
        return all().getLast().version;
    }

    private static Migration of(String file, byte[] bytes) {
        Matcher name = FILE.matcher(file.substring(FOLDER.length()));
        String text = new String(bytes, UTF_8);
        if (!name.matches() || !text.contains(UP)) {
            throw new IllegalArgumentException(
                    file + " is no migration: it must be called like 0001_name.sql, and hold the line " + UP.strip());
        }
        int down = text.indexOf(DOWN);
        return new Migration(
                Integer.parseInt(name.group("version")),
                name.group("name"),
                sha256(bytes),
                Script.of(file, down < 0 ? text : text.substring(0, down)),
                down < 0 ? Optional.empty() : Optional.of(Script.of(file, from(down, text))));
    }

    /// The rest of a text, with its line numbers unchanged.
    private static String from(int start, String text) {
        return text.substring(0, start).replaceAll("[^\n]", "") + text.substring(start);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void refuseDoubles(List<Migration> all) {
        all.stream().collect(Collectors.groupingBy(Migration::version)).values().forEach(same -> {
            if (same.size() > 1) {
                throw new IllegalArgumentException(
                        "Two migrations have the same version; give one of them the next free one: " + same);
            }
        });
    }

    /// The name with its version, for example `2_environment`.
    @Override
    public String toString() {
        return version + "_" + name;
    }
}
