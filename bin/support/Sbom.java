import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;

/// Adds to an SBOM in CycloneDX what a release contains and Maven does not list: the Java runtime, and
/// picocli, which is compiled here.
///
/// Arguments: the SBOM of Maven, the version of picocli, the file to write.
class Sbom {

    void main(String[] arguments) throws Exception {
        JsonObject bom = new JsonObject(Files.readString(Path.of(arguments[0])));
        String java = Runtime.version().toString();
        String picocli = arguments[1];
        bom.getJsonArray("components")
                .add(component(
                        "platform",
                        System.getProperty("java.vendor"),
                        System.getProperty("java.runtime.name"),
                        java,
                        "pkg:generic/openjdk@" + java.replace("+", "%2B")))
                .add(component(
                        "library", "info.picocli", "picocli", picocli, "pkg:maven/info.picocli/picocli@" + picocli));
        Files.writeString(Path.of(arguments[2]), bom.encodePrettily());
    }

    private static JsonObject component(String type, String group, String name, String version, String purl) {
        return JsonObject.of(
                "type", type, "bom-ref", purl, "group", group, "name", name, "version", version, "purl", purl);
    }
}
