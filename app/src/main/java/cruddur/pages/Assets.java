package cruddur.pages;

import cruddur.files.Bundled;
import cruddur.http.Reply;
import cruddur.http.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Styles, scripts and pictures of the pages.
///
/// The address of an asset holds a version, the checksum of all assets, so that browsers keep an
/// asset for good and still get a new one at once. All style sheets of `web/css` are sent as one,
/// because the first view waits for them.
public final class Assets {

    /// Sent in this order: later ones override earlier ones.
    private static final List<String> STYLES = List.of(
            "colours",
            "base",
            "frame",
            "card",
            "composer",
            "forms",
            "profile",
            "notifications",
            "messages",
            "reference",
            "dashboard",
            "print");

    private static final List<String> SCRIPTS = List.of(
            "cruddur.js",
            "composer.js",
            "feed.js",
            "keys.js",
            "live.js",
            "messages.js",
            "pages.js",
            "reactions.js",
            "time.js");

    private static final List<String> PICTURES = List.of("favicon.svg", "icons.svg");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "webmanifest", "application/manifest+json");

    private static final Map<String, String> FOR_GOOD = Map.of("Cache-Control", "public, max-age=31536000, immutable");

    private static final Map<String, String> CHECKED = Map.of("Cache-Control", "no-cache");

    /// `bin/dev` sets it: an edited asset shows when the page is reloaded.
    private static final boolean IS_EDITING = System.getenv("CRUDDUR_EDITING") != null;

    private static final SortedMap<String, Buffer> CONTENTS = read();

    private static final Map<String, Reply.Static> REPLIES = replies(CONTENTS);

    private static final String VERSION = IS_EDITING ? "edited" : version();

    private Assets() {}

    /// The path of an asset.
    ///
    /// @param name for example `cruddur.css`
    public static String address(String name) {
        return "/assets/" + VERSION + "/" + name;
    }

    /// Answers with an asset. A page of another version of this server, as during an update, gets
    /// this version's, and must not keep it.
    public static Future<Reply> show(Request request) {
        boolean isCurrent = !IS_EDITING && VERSION.equals(request.parameters().get("version"));
        return reply(request.parameters().getOrDefault("name", ""), isCurrent ? FOR_GOOD : CHECKED);
    }

    /// Answers with an asset that browsers and search engines ask for at a fixed address.
    public static Future<Reply> at(String name) {
        return reply(name, CHECKED);
    }

    private static Future<Reply> reply(String name, Map<String, String> headers) {
        Reply.Static asset = IS_EDITING ? replies(read()).get(name) : REPLIES.get(name);
        return Future.succeededFuture(asset == null ? Reply.NOT_FOUND : asset.with(headers));
    }

    private static Map<String, Reply.Static> replies(SortedMap<String, Buffer> contents) {
        Map<String, Reply.Static> replies = new HashMap<>();
        contents.forEach((name, content) ->
                replies.put(name, new Reply.Static(new Reply.Document(type(name), content, CHECKED))));
        return replies;
    }

    private static String type(String name) {
        return Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static SortedMap<String, Buffer> read() {
        SortedMap<String, Buffer> assets = new TreeMap<>();
        Buffer styles = Buffer.buffer();
        STYLES.forEach(style -> styles.appendBytes(Bundled.bytes("web/css/" + style + ".css")));
        assets.put("cruddur.css", styles);
        SCRIPTS.forEach(script -> assets.put(script, Buffer.buffer(Bundled.bytes("web/js/" + script))));
        PICTURES.forEach(picture -> assets.put(picture, Buffer.buffer(Bundled.bytes("web/" + picture))));
        assets.put("robots.txt", Buffer.buffer(Bundled.bytes("web/robots.txt")));
        assets.put("manifest.webmanifest", Buffer.buffer(Bundled.bytes("web/manifest.webmanifest")));
        return assets;
    }

    private static String version() {
        CRC32C sum = new CRC32C();
        CONTENTS.values().forEach(content -> sum.update(content.getBytes()));
        return Long.toHexString(sum.getValue());
    }
}
