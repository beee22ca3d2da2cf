package cruddur.browser;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import nu.validator.validation.SimpleDocumentValidator;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// The Nu Html Checker, which is the validator of the HTML standard.
final class HtmlChecker {

    private static final String HTML = "http://s.validator.nu/html5-rdfalite.rnc";

    private final Findings found = new Findings(SAXParseException::getLineNumber);
    private final SimpleDocumentValidator validator = new SimpleDocumentValidator(true, false, false);

    HtmlChecker() {
        try {
            validator.setUpMainSchema(HTML, found);
            validator.setUpValidatorAndParsers(found, false, false);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot set up the HTML checker", e);
        }
    }

    /// One line for each error or warning, with the line of the page.
    List<String> check(String page) {
        found.clear();
        try {
            validator.checkHtmlInputSource(new InputSource(new StringReader(page)));
        } catch (IOException | SAXException e) {
            throw new IllegalStateException("Cannot check the page", e);
        }
        return found.all();
    }
}
