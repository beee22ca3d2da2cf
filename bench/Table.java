package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows under headings, in aligned columns: Markdown that is readable as plain text. The first
/// column is text, the others are figures.
record Table(List<String> headings, List<List<String>> rows) {

    String text() {
        List<List<String>> all = new ArrayList<>(rows);
        all.addFirst(headings);
        List<Integer> widths = IntStream.range(0, headings.size())
                .mapToObj(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        all.add(1, rule(widths));
        StringBuilder text = new StringBuilder();
        all.forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static List<String> rule(List<Integer> widths) {
        List<String> rule = new ArrayList<>();
        widths.forEach(width -> rule.add(rule.isEmpty() ? "-".repeat(width) : "-".repeat(width - 1) + ":"));
        return rule;
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < row.size(); column++) {
            String padding = " ".repeat(widths.get(column) - row.get(column).length());
            line.append(' ')
                    .append(column == 0 ? row.get(column) + padding : padding + row.get(column))
                    .append(" |");
        }
        return line.append('\n').toString();
    }
}
