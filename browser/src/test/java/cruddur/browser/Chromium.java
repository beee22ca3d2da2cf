package cruddur.browser;

import java.io.File;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// Starts the Chromium of this machine with its driver: those that CHROMIUM and CHROMEDRIVER name,
/// or Debian's. Of the two, Selenium looks for what is at neither place.
final class Chromium {

    private static final String WANTED = "The tests of the page need Chromium and its driver: install them"
            + " (Debian: apt-get install chromium chromium-driver)"
            + " or set CHROMIUM and CHROMEDRIVER to their paths.";

    /// Warns of every Chromium that is younger than Selenium, for a protocol that is not used here.
    private static final Logger VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private Chromium() {}

    static ChromeDriver start(ChromeOptions options) {
        Optional<File> browser = program("CHROMIUM", "/usr/bin/chromium");
        Optional<File> driver = program("CHROMEDRIVER", "/usr/bin/chromedriver");
        ChromeDriverService.Builder service = new ChromeDriverService.Builder();
        browser.ifPresent(options::setBinary);
        driver.ifPresent(service::usingDriverExecutable);
        VERSIONS.setLevel(Level.SEVERE);
        try {
            return new ChromeDriver(service.build(), options);
        } catch (WebDriverException e) {
            throw browser.isPresent() && driver.isPresent() ? e : new IllegalStateException(WANTED, e);
        }
    }

    /// Headless, quiet, and the same wherever it runs: in a container and as root, too.
    static ChromeOptions options() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        return options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
    }

    private static Optional<File> program(String variable, String usual) {
        Optional<File> named = Optional.ofNullable(System.getenv(variable)).map(File::new);
        if (named.isPresent() && !named.get().canExecute()) {
            throw new IllegalStateException("There is no program at " + named.get() + ". " + WANTED);
        }
        return named.or(() -> Optional.of(new File(usual)).filter(File::canExecute));
    }
}
