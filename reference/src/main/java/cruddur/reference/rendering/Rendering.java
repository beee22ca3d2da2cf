package cruddur.reference.rendering;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Renders the content of the page about the API, and its table of contents.
///
/// Arguments: the document, and the folder to write to.
final class Rendering {

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private Rendering() {}

    public static void main(String[] arguments) throws IOException {
        ApiDocument document = ApiDocument.of(Files.readString(Path.of(arguments[0])));
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        render("content", document, folder);
        render("contents", document, folder);
    }

    private static void render(String part, ApiDocument document, Path folder) throws IOException {
        StringOutput html = new StringOutput();
        TEMPLATES.render(part + ".jte", document, html);
        Files.writeString(folder.resolve(part + ".html"), html.toString());
    }
}
