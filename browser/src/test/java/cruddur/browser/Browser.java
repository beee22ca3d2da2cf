package cruddur.browser;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A Chromium, and what a person does with it.
final class Browser {

    /// For a machine that has much else to do. A test that passes does not wait for it.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /// By default, the driver looks twice a second, and half of the tests' time would be waiting.
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private static final String REPORT_SCRIPTS = """
            window.reports = []
            for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { reports.push(name) }
            document.addEventListener('securitypolicyviolation', event => {
              reports.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)
            })
            """;

    /// A page focuses a field when it first renders, which may be after it was loaded. If its address names a part of
    /// it, it focuses none.
    private static final String HAS_FOCUSED = """
            const isAsked = document.querySelector('[autofocus]') && !location.hash
            return !isAsked || document.activeElement !== document.body
            """;

    // One of each for all tests, started at its first use.

    private static final class Shared {
        static final Browser BROWSER = another();
    }

    private static final class Full {
        static final Browser BROWSER = new Browser(Chromium.startFull());
    }

    private static final class WithoutJavaScript {
        static final Browser BROWSER = another();

        static {
            BROWSER.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        }
    }

    private final ChromeDriver driver;
    private final Set<String> logTypes;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        this.logTypes = driver.manage().logs().getAvailableLogTypes();
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
    }

    static Browser shared() {
        return Shared.BROWSER;
    }

    /// One that hides tabs, keeps pages for going back, can be offline, and logs requests. It takes twice the CPU time.
    static Browser full() {
        return Full.BROWSER;
    }

    /// One that runs no script of any page. The tests' own still run.
    static Browser withoutJavaScript() {
        return WithoutJavaScript.BROWSER;
    }

    /// Another one, which shares nothing with the others.
    static Browser another() {
        return new Browser(Chromium.start());
    }

    /// Loads a page anew, and forgets what earlier ones logged.
    void open(View view, URI address) {
        leaveOtherServer(address);
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", view.metrics());
        driver.executeCdpCommand("Emulation.setEmulatedMedia", view.media());
        logTypes.forEach(this::log);
        driver.get(address.toString());
        awaitFocus();
    }

    /// A page whose server is gone would log that it cannot connect, also after the log was cleared.
    private void leaveOtherServer(URI address) {
        String current = Objects.requireNonNull(driver.getCurrentUrl());
        if (!current.startsWith(address.resolve("/").toString())) {
            driver.get("about:blank");
        }
    }

    private void awaitFocus() {
        until(() -> Boolean.TRUE.equals(run(HAS_FOCUSED)));
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

    /// Signs in without the page to sign in.
    ///
    /// @param cookie its name and its value
    void setCookie(URI server, String cookie) {
        String[] parts = cookie.split("=", 2);
        driver.executeCdpCommand(
                "Network.setCookie",
                Map.of("url", server.toString(), "name", parts[0], "value", parts[1], "httpOnly", true));
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

    /// Waits until something is so. The page may be replaced meanwhile.
    void until(BooleanSupplier condition) {
        patience().ignoring(StaleElementReferenceException.class).until(_ -> condition.getAsBoolean());
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
        awaitFocus();
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
    Object runAsync(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /// Opens another tab, and goes there.
    void openTab() {
        driver.switchTo().newWindow(WindowType.TAB);
    }

    /// Goes to a tab, counted from 0 in the order in which they were opened.
    void switchToTab(int number) {
        driver.switchTo().window(driver.getWindowHandles().stream().toList().get(number));
    }

    /// Closes a tab, and goes to the first.
    void closeTab(int number) {
        switchToTab(number);
        driver.close();
        switchToTab(0);
    }

    /// How a part of the screen looks now.
    Picture picture(Rectangle part) {
        List<?> scrolled = (List<?>) Objects.requireNonNull(run("return [scrollX, scrollY].map(Math.round)"));
        return Picture.of(screenshot(Map.of(
                "format",
                "png",
                "clip",
                Map.of(
                        "x",
                        part.x + (long) scrolled.getFirst(),
                        "y",
                        part.y + (long) scrolled.getLast(),
                        "width",
                        part.width,
                        "height",
                        part.height,
                        "scale",
                        1))));
    }

    /// How the page looks now, as a small WebP file.
    byte[] webp() {
        return screenshot(Map.of("format", "webp", "quality", 52));
    }

    private byte[] screenshot(Map<String, Object> parameters) {
        Map<String, Object> shot = driver.executeCdpCommand("Page.captureScreenshot", parameters);
        return Base64.getDecoder().decode((String) Objects.requireNonNull(shot.get("data")));
    }

    /// Everything that was written to the console since the page was opened.
    List<String> console() {
        return log(LogType.BROWSER).map(LogEntry::getMessage).toList();
    }

    /// The addresses of all that was asked for since the page was opened. Only the full browser logs them.
    List<String> requests() {
        return addresses("requestWillBeSent", "request").toList();
    }

    /// Waits until the page gets live updates. Only the full browser knows.
    void awaitStream() {
        until(() -> addresses("responseReceived", "response").anyMatch(address -> address.contains("/home/live")));
    }

    private Stream<String> addresses(String event, String part) {
        return log(LogType.PERFORMANCE)
                .map(entry -> new JsonObject(entry.getMessage()).getJsonObject("message"))
                .filter(message -> message.getString("method").equals("Network." + event))
                .map(message -> message.getJsonObject("params").getJsonObject(part))
                .map(request -> request.getString("url"));
    }

    private Stream<LogEntry> log(String type) {
        return driver.manage().logs().get(type).getAll().stream();
    }
}
