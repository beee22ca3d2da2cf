package cruddur.browser;

import java.util.List;
import java.util.Objects;
import org.openqa.selenium.Point;
import org.openqa.selenium.WebElement;

/// Where things are on the page.
final class Layout {

    private static final String SIDEWAYS = """
            const edge = document.documentElement.clientWidth
            return [...document.querySelectorAll(':not(pre *)')]
              .filter(each => each.getBoundingClientRect().right > edge + 0.5 || each.getBoundingClientRect().left < -0.5)
              .concat(document.scrollingElement.scrollWidth > edge ? [document.scrollingElement] : [])
              .map(each => `${each.tagName} ${each.className}`)
            """;

    private static final String LEFT_TO_RIGHT = """
            const text = document.createTreeWalker(arguments[0], NodeFilter.SHOW_TEXT).nextNode()
            const left = character => {
              const range = document.createRange()
              range.setStart(text, character)
              range.setEnd(text, character + 1)
              return range.getBoundingClientRect().left
            }
            return left(1) < left(text.length - 1)
            """;

    private static final String LINES = """
            const style = getComputedStyle(arguments[0])
            return Math.round(arguments[0].clientHeight / parseFloat(style.lineHeight))
            """;

    private static final String MOVING = """
            return [...document.querySelectorAll('*')].filter(each => {
              const style = getComputedStyle(each)
              return style.animationName != 'none' || style.transitionDuration != '0s' || style.scrollBehavior == 'smooth'
            }).map(each => each.className.baseVal ?? each.className)
            """;

    private static final String MIDDLE_OF_LEFT_EDGE = """
            const box = arguments[0].getBoundingClientRect()
            return [box.left, box.top + box.height / 2].map(Math.round)
            """;

    private static final String SMALL = """
            return [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea')]
              .filter(each => !each.closest('p, h2') && !each.matches('.skip') && each.checkVisibility())
              .filter(each => {
                const box = each.getBoundingClientRect()
                return box.width < 44 || box.height < 44
              })
              .map(each => `${each.tagName} ${each.id} ${each.innerText}`)
            """;

    private Layout() {}

    /// As for a person who reads with a text size of 200 %.
    static void doubleText(Browser browser) {
        browser.run("document.documentElement.style.fontSize = '200%'");
    }

    /// What is too small for a finger, links within a sentence or a heading apart.
    static List<?> small(Browser browser) {
        return (List<?>) Objects.requireNonNull(browser.run(SMALL));
    }

    /// What reaches beyond the left or the right edge of the screen. Code scrolls within its own
    /// box.
    static List<?> sideways(Browser browser) {
        return (List<?>) Objects.requireNonNull(browser.run(SIDEWAYS));
    }

    /// Whether the end of a text stands to the right of its beginning.
    static boolean readsLeftToRight(Browser browser, WebElement element) {
        return (boolean) Objects.requireNonNull(browser.run(LEFT_TO_RIGHT, element));
    }

    /// How many lines the text in an element takes.
    static long lines(Browser browser, WebElement element) {
        return (long) Objects.requireNonNull(browser.run(LINES, element));
    }

    /// Where on the screen an element begins.
    static Point middleOfLeftEdge(Browser browser, WebElement element) {
        List<?> place = (List<?>) Objects.requireNonNull(browser.run(MIDDLE_OF_LEFT_EDGE, element));
        return new Point((int) (long) place.getFirst(), (int) (long) place.getLast());
    }

    /// What is animated, or would be when it changes.
    static List<?> moving(Browser browser) {
        return (List<?>) Objects.requireNonNull(browser.run(MOVING));
    }
}
