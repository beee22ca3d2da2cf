package cruddur.browser;

import cruddur.testing.Ports;
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
///
/// Debian's headless shell is Chromium without the interface around the page. It takes half the CPU time for
/// a page, hides no tab, and keeps no page for going back.
final class Chromium {

    private static final String WANTED = "The tests of the page need Chromium and its driver: install them"
            + " (Debian: apt-get install chromium chromium-driver chromium-headless-shell)"
            + " or set CHROMIUM and CHROMEDRIVER to their paths.";

    /// The script of this name in /usr/bin would leave it running when the driver ends the script.
    private static final File HEADLESS_SHELL = new File("/usr/lib/chromium/chromium-headless-shell");

    /// Warns of every Chromium that is younger than Selenium, for a protocol that is not used here.
    private static final Logger VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private Chromium() {}

    /// Starts Chromium with all it has, and logs the requests of its pages.
    static ChromeDriver startFull() {
        return start(options(LogType.BROWSER, LogType.PERFORMANCE), full());
    }

    /// Starts the headless shell. Without one, or if CHROMIUM names another program, that does its work.
    static ChromeDriver start() {
        boolean hasShell = System.getenv("CHROMIUM") == null && HEADLESS_SHELL.canExecute();
        return start(options(LogType.BROWSER), hasShell ? Optional.of(HEADLESS_SHELL) : full());
    }

    private static Optional<File> full() {
        return program("CHROMIUM", "/usr/bin/chromium");
    }

    private static ChromeDriver start(ChromeOptions options, Optional<File> browser) {
        Optional<File> driver = program("CHROMEDRIVER", "/usr/bin/chromedriver");
        ChromeDriverService.Builder service = new ChromeDriverService.Builder();
        service.usingPort(Ports.free()).withTimeout(Browser.PATIENCE);
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
    private static ChromeOptions options(String... logTypes) {
        LoggingPreferences logs = new LoggingPreferences();
        for (String type : logTypes) {
            logs.enable(type, Level.ALL);
        }
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
