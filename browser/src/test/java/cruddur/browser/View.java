package cruddur.browser;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The settings that the browser emulates. By default it prefers a dark scheme and no motion.
///
/// @param touch whether it lays pages out as a phone does
record View(int width, int height, boolean touch, String scheme, String motion) {

    static final View DESKTOP = new View(1280, 900, false, "dark", "reduce");
    static final View PHONE = new View(360, 780, true, "dark", "reduce");

    static Stream<View> phoneAndDesktop() {
        return Stream.of(PHONE, DESKTOP);
    }

    static Stream<View> all() {
        return Stream.of(DESKTOP, DESKTOP.light(), PHONE, PHONE.light());
    }

    View width(int pixels) {
        return new View(pixels, height, touch, scheme, motion);
    }

    View light() {
        return new View(width, height, touch, "light", motion);
    }

    View moving() {
        return new View(width, height, touch, scheme, "no-preference");
    }

    Map<String, Object> metrics() {
        return Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", touch);
    }

    Map<String, Object> media() {
        return Map.of(
                "features",
                List.of(
                        Map.of("name", "prefers-color-scheme", "value", scheme),
                        Map.of("name", "prefers-reduced-motion", "value", motion)));
    }
}
