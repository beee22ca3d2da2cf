package cruddur.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/// What a checker of documents finds: one line for each error or warning, with its place.
final class Findings implements ErrorHandler {

    private final List<String> found = new ArrayList<>();
    private final ToIntFunction<SAXParseException> place;

    /// @param place the line or the column of a finding
    Findings(ToIntFunction<SAXParseException> place) {
        this.place = place;
    }

    @Override
    public void warning(SAXParseException finding) {
        found.add(place.applyAsInt(finding) + ": " + finding.getMessage());
    }

    @Override
    public void error(SAXParseException finding) {
        warning(finding);
    }

    @Override
    public void fatalError(SAXParseException finding) {
        warning(finding);
    }

    /// Forgets what was found before.
    void clear() {
        found.clear();
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
