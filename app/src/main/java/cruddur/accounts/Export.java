package cruddur.accounts;

import cruddur.database.Cursor;
import cruddur.database.Database;
import cruddur.database.Page;
import cruddur.database.Window;
import cruddur.http.PartSource;
import cruddur.http.Reply;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.Stream;

/// The document with all that is a person's. PostgreSQL writes it, a part of a list at a time, so that no server has
/// the whole in memory. What changes while it is written may be in it or not.
final class Export implements PartSource {

    /// A list of the document.
    private record Section(String name, Query query) {

        static Section of(String name) {
            return new Section(name, Query.load("people/export_" + name));
        }
    }

    private static final Query PROFILE = Query.load("people/export_profile");

    private static final List<Section> SECTIONS = Stream.of(
                    "cruds", "replies", "likes", "reposts", "messages", "blocks", "reports", "active_days")
            .map(Section::of)
            .toList();

    /// So many replies of the longest kind are half a megabyte, which a client may have waiting for it.
    private static final int ROWS = 100;

    private final Database database;
    private final UUID person;
    private final Queue<Section> sections = new ArrayDeque<>(SECTIONS);
    private Optional<Buffer> profile;
    private Cursor cursor = Cursor.NEWEST;
    private boolean hasItems;
    private boolean isOver;

    private Export(Database database, UUID person, Buffer profile) {
        this.database = database;
        this.person = person;
        this.profile = Optional.of(profile);
    }

    /// The answer; 401 if there is no such person any more.
    static Future<Reply> of(Database database, UUID person) {
        return database.searches()
                .columns(PROFILE.with("person", person), "handle, convert_to(item::text, 'UTF8') as profile")
                .map(rows -> rows.size() == 0
                        ? Refusals.DELETED
                        : answer(database, person, rows.iterator().next()));
    }

    private static Reply answer(Database database, UUID person, Row row) {
        String name = "cruddur-" + row.getString("handle") + ".json";
        return new Reply.Parts(
                "application/json; charset=utf-8",
                Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""),
                new Export(database, person, row.getBuffer("profile")));
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (profile.isPresent()) {
            Buffer head = Buffer.buffer("{\"profile\":").appendBuffer(profile.get());
            profile = Optional.empty();
            return Future.succeededFuture(Optional.of(head));
        }
        Section section = sections.peek();
        return section == null
                ? Future.succeededFuture(end())
                : database.searches()
                        .page(new Window("before", cursor, ROWS)
                                .of(section.query)
                                .with("person", person))
                        .map(page -> Optional.of(part(section, page)));
    }

    private Optional<Buffer> end() {
        Optional<Buffer> end = isOver ? Optional.empty() : Optional.of(Buffer.buffer("}\n"));
        isOver = true;
        return end;
    }

    /// The items of a page, without the brackets of its array, which are the section's.
    private Buffer part(Section section, Page page) {
        Buffer items = page.items().getBuffer(1, page.items().length() - 1);
        Buffer part = Buffer.buffer();
        if (cursor.equals(Cursor.NEWEST)) {
            part.appendString(",\n\"" + section.name + "\":[");
            hasItems = false;
        }
        if (items.length() > 0) {
            part.appendString(hasItems ? ",\n" : "\n").appendBuffer(items);
            hasItems = true;
        }
        page.next().ifPresentOrElse(next -> cursor = next, () -> {
            part.appendString("]");
            sections.remove();
            cursor = Cursor.NEWEST;
        });
        return part;
    }
}
