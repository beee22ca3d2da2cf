package cruddur.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Objects;
import nu.validator.vendor.thaiopensource.util.PropertyMapBuilder;
import nu.validator.vendor.thaiopensource.validate.ValidateProperty;
import nu.validator.vendor.thaiopensource.validate.ValidationDriver;
import nu.validator.vendor.thaiopensource.validate.rng.CompactSchemaReader;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Checks Atom feeds against the grammar in `atom.rnc`, with Jing, which is a part of the HTML checker.
final class AtomChecker {

    private final Findings found = new Findings(SAXParseException::getColumnNumber);
    private final ValidationDriver driver;

    AtomChecker() {
        PropertyMapBuilder properties = new PropertyMapBuilder();
        ValidateProperty.ERROR_HANDLER.put(properties, found);
        driver = new ValidationDriver(properties.toPropertyMap(), CompactSchemaReader.getInstance());
        try (InputStream grammar = Objects.requireNonNull(AtomChecker.class.getResourceAsStream("atom.rnc"))) {
            if (!driver.loadSchema(new InputSource(grammar))) {
                throw new IllegalStateException("The grammar is not one: " + found.all());
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
        } catch (SAXParseException e) {
            found.fatalError(e);
        } catch (IOException | SAXException e) {
            throw new IllegalStateException("Cannot check the feed", e);
        }
        return found.all();
    }
}
