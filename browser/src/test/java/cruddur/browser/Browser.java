package cruddur.browser;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A Chromium, and what a person does with it.
final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// By default, the driver looks twice a second, and half of the tests' time would be waiting.
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private static final String REPORT_SCRIPTS = """
            window.reports = []
            for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { reports.push(name) }
            document.addEventListener('securitypolicyviolation', event => {
              reports.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)
            })
            """;

    private static @Nullable Browser shared;

    private final ChromeDriver driver;

    private Browser(ChromeOptions options) {
        driver = Chromium.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
    }

    /// One for all tests, because starting one takes a while.
    static synchronized Browser shared() {
        if (shared == null) {
            shared = new Browser(Chromium.options());
        }
        return shared;
    }

    /// Another one, which shares nothing with the first.
    static Browser another() {
        return new Browser(Chromium.options());
    }

    /// One that runs no script of any page. The tests' own still run.
    static Browser withoutJavaScript() {
        return new Browser(Chromium.options()
                .setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2)));
    }

    /// Loads a page anew, and forgets what earlier ones logged.
    void open(View view, URI address) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", view.metrics());
        driver.executeCdpCommand("Emulation.setEmulatedMedia", view.media());
        log(LogType.BROWSER);
        log(LogType.PERFORMANCE);
        driver.get(address.toString());
    }

    /// Has every page report scripts that are not its own: those that call `alert`, and those that the
    /// content security policy stops.
    void reportScripts() {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", REPORT_SCRIPTS));
    }

    /// What the page has reported so far.
    List<?> scriptReports() {
        return (List<?>) Objects.requireNonNull(run("return reports"));
    }

    /// Lays the page out as it would be printed.
    void layOutForPrint() {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
    }

    /// Forgets who is signed in. All servers of the tests are one host to the browser.
    void forgetEverybody() {
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    }

    /// Cuts the page off from every server, or connects it again.
    void setOffline(boolean isOffline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", isOffline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    void reload() {
        driver.navigate().refresh();
    }

    void back() {
        driver.navigate().back();
    }

    /// The path of the page.
    String path() {
        return URI.create(Objects.requireNonNull(driver.getCurrentUrl())).getPath();
    }

    String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    WebElement the(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    boolean shows(String link) {
        return !driver.findElements(By.linkText(link)).isEmpty();
    }

    void follow(String text) {
        WebElement link = driver.findElement(By.linkText(text));
        String target = Objects.requireNonNull(link.getDomProperty("href"));
        click(link);
        patience().until(ExpectedConditions.urlToBe(target));
    }

    /// Opens the page that a link leads to at this moment.
    void openLink(View view, String text) {
        WebElement link = driver.findElement(By.linkText(text));
        open(view, URI.create(Objects.requireNonNull(link.getDomProperty("href"))));
    }

    /// Writes into a field instead of what it holds.
    void fill(String field, String text) {
        WebElement input = the("#" + field);
        input.clear();
        input.sendKeys(text);
    }

    /// As [#fill], with what no keyboard types.
    void paste(String field, String text) {
        run("arguments[0].value = arguments[1]", the("#" + field), text);
    }

    /// Presses a button that sends a form, and waits for what comes next.
    void send(String button) {
        leave(() -> click(button(button)));
    }

    /// Sends the form that the keyboard is in.
    void sendByEnter() {
        leave(() -> press(Keys.ENTER));
    }

    void sendByDoubleClick(String button) {
        leave(() -> new Actions(driver).doubleClick(button(button)).perform());
    }

    /// Waits until something is so.
    void until(BooleanSupplier condition) {
        patience().until(_ -> condition.getAsBoolean());
    }

    /// Presses a button that changes the page, and leaves it.
    void click(String button) {
        click(button(button));
    }

    /// The driver takes for visible what is behind the places at the bottom of a phone.
    private void click(WebElement element) {
        run("arguments[0].scrollIntoView({ block: 'center' })", element);
        element.click();
    }

    private WebElement button(String text) {
        // A closed menu may have a button with the same text.
        return driver.findElements(By.xpath("//button[normalize-space(.)='" + text + "']")).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("There is no button with this text: " + text));
    }

    private void leave(Runnable step) {
        WebElement page = the("html");
        step.run();
        // Between two pages, the driver does not always find the words for it.
        patience().ignoring(WebDriverException.class).until(ExpectedConditions.stalenessOf(page));
    }

    private WebDriverWait patience() {
        return new WebDriverWait(driver, PATIENCE, INTERVAL);
    }

    void press(Keys key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /// Types where the keyboard is.
    void type(String text) {
        new Actions(driver).sendKeys(text).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /// What a script of ours returns, run in the page.
    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /// What a script of ours passes to its last argument.
    @Nullable
    Object runAsync(String script) {
        return driver.executeAsyncScript(script);
    }

    /// Opens another tab, and goes there.
    void openTab() {
        driver.switchTo().newWindow(WindowType.TAB);
    }

    /// Goes to a tab, counted from 0 in the order in which they were opened.
    void switchToTab(int number) {
        driver.switchTo().window(driver.getWindowHandles().stream().toList().get(number));
    }

    /// How the page looks now.
    Picture picture() {
        return Picture.of(driver);
    }

    /// How the page looks now, as a small WebP file.
    byte[] webp() {
        Map<String, Object> shot =
                driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "webp", "quality", 52));
        return Base64.getDecoder().decode((String) Objects.requireNonNull(shot.get("data")));
    }

    /// Everything that was written to the console since the page was opened.
    List<String> console() {
        return log(LogType.BROWSER).map(LogEntry::getMessage).toList();
    }

    /// The addresses of all that was asked for since the page was opened.
    List<String> requests() {
        return log(LogType.PERFORMANCE)
                .map(entry -> new JsonObject(entry.getMessage()).getJsonObject("message"))
                .filter(event -> event.getString("method").equals("Network.requestWillBeSent"))
                .map(event -> event.getJsonObject("params").getJsonObject("request"))
                .map(request -> request.getString("url"))
                .toList();
    }

    private Stream<LogEntry> log(String type) {
        return driver.manage().logs().get(type).getAll().stream();
    }
}
