package cruddur.reference.rendering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The subset of Markdown that the document uses: paragraphs, and `code`.
///
/// @param paragraphs each in pieces
public record Prose(List<List<Piece>> paragraphs) {

    /// A part of a paragraph.
    ///
    /// @param isCode whether it is code
    public record Piece(String text, boolean isCode) {}

    static Prose of(String markdown) {
        return new Prose(Arrays.stream(markdown.strip().split("\\n\\n", -1))
                .map(Prose::pieces)
                .toList());
    }

    private static List<Piece> pieces(String paragraph) {
        String[] parts = paragraph.split("`", -1);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            pieces.add(new Piece(parts[i], i % 2 == 1));
        }
        return List.copyOf(pieces);
    }
}
