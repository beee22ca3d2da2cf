package cruddur.browser;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// What is on a part of the screen.
record Picture(BufferedImage pixels) {

    static Picture of(byte[] file) {
        try {
            return new Picture(ImageIO.read(new ByteArrayInputStream(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How far a picture of one line differs most from another of the same place: the contrast ratio of WCAG,
    /// from 1 to 21.
    double contrast(Picture other) {
        return IntStream.range(0, pixels.getWidth())
                .mapToDouble(x -> contrast(other, x, 0))
                .max()
                .orElseThrow();
    }

    private double contrast(Picture other, int x, int y) {
        double here = luminance(pixels.getRGB(x, y));
        double there = luminance(other.pixels.getRGB(x, y));
        return (Math.max(here, there) + 0.05) / (Math.min(here, there) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
