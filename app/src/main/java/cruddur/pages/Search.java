package cruddur.pages;

import java.util.Optional;

/// What was searched for.
///
/// @param term empty before a search
/// @param person the person whose handle the term is
public record Search(String term, Optional<Portrait> person) {

    static final Search NOTHING = new Search("", Optional.empty());
}
