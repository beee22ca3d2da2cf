package cruddur.cli.common;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows of cells for a terminal of 80 columns: the widest columns shrink, and shortened cells end in `…`.
///
/// @param rows the first is the heading
public record Table(List<List<String>> rows) {

    private static final int WIDTH = 80;
    private static final String GAP = "  ";

    public static Table of(List<String> heading, Stream<List<String>> rows) {
        return new Table(Stream.concat(Stream.of(heading), rows)
                .map(row -> row.stream().map(Terminal::escaped).toList())
                .toList());
    }

    public String written() {
        return written(fitting());
    }

    /// The same at full width, for values that an operator may copy.
    public String unfitted() {
        return written(widest());
    }

    private String written(int[] widths) {
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining(System.lineSeparator()));
    }

    private int[] widest() {
        return IntStream.range(0, rows.getFirst().size()).map(this::widest).toArray();
    }

    private int[] fitting() {
        int[] widths = widest();
        int room = WIDTH - GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() > room) {
            widths[indexOfLargest(widths)]--;
        }
        return widths;
    }

    private int widest(int column) {
        return rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static int indexOfLargest(int[] numbers) {
        return IntStream.range(0, numbers.length)
                .reduce(0, (largest, i) -> numbers[i] > numbers[largest] ? i : largest);
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> fitted(row.get(column), widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String fitted(String cell, int width) {
        return width(cell) > width
                ? cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "…"
                : cell + " ".repeat(width - width(cell));
    }
}
