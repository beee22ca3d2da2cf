package cruddur.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import nu.validator.vendor.thaiopensource.util.PropertyMapBuilder;
import nu.validator.vendor.thaiopensource.validate.ValidateProperty;
import nu.validator.vendor.thaiopensource.validate.ValidationDriver;
import nu.validator.vendor.thaiopensource.validate.rng.CompactSchemaReader;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Checks Atom feeds against the grammar in `atom.rnc`, with Jing, which is a part of the HTML checker.
final class AtomChecker {

    private final List<String> found = new ArrayList<>();
    private final ValidationDriver driver;

    AtomChecker() {
        PropertyMapBuilder properties = new PropertyMapBuilder();
        ValidateProperty.ERROR_HANDLER.put(properties, new Findings());
        driver = new ValidationDriver(properties.toPropertyMap(), CompactSchemaReader.getInstance());
        try (InputStream grammar = Objects.requireNonNull(AtomChecker.class.getResourceAsStream("atom.rnc"))) {
            if (!driver.loadSchema(new InputSource(grammar))) {
                throw new IllegalStateException("The grammar is not one: " + found);
            }
        } catch (IOException | SAXException e) {
            throw new IllegalStateException("Cannot read the grammar", e);
        }
    }

    /// One line for each error, with its column, because a feed is one line.
    List<String> check(String feed) {
        found.clear();
        try {
            driver.validate(new InputSource(new StringReader(feed)));
        } catch (SAXException e) {
            found.add("It is not XML: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(found);
    }

    private final class Findings implements ErrorHandler {
        @Override
        public void warning(SAXParseException finding) {
            found.add(finding.getColumnNumber() + ": " + finding.getMessage());
        }

        @Override
        public void error(SAXParseException finding) {
            warning(finding);
        }

        @Override
        public void fatalError(SAXParseException finding) {
            warning(finding);
        }
    }
}
