// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** One page of a {@link Browser}, used as a person does: by what it shows and takes. */
final class Page {
    private final Browser browser;
    private final String session;
    private final Object context;

    Page(Browser browser, String session, Object context) {
        this.browser = browser;
        this.session = session;
        this.context = context;
        command("Page.enable", Map.of());
        command("Network.enable", Map.of());
    }

    private Map<String, Object> command(String method, Map<String, Object> parameters) {
        return browser.call(session, method, parameters);
    }

    void go(URI url) {
        command("Page.navigate", Map.of("url", url.toString()));
    }

    /** The value of an expression, such as a text, a number or a boolean. */
    Object eval(String expression) {
        Map<?, ?> answer = evaluate(expression);
        assertThat(answer.get("exceptionDetails")).as(expression).isNull();
        return ((Map<?, ?>) answer.get("result")).get("value");
    }

    private Map<?, ?> evaluate(String expression) {
        return command(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
    }

    // What a condition looks at may not be there yet, since the page is still loading.
    private boolean holds(String condition) {
        return Boolean.TRUE.equals(((Map<?, ?>) evaluate(condition).get("result")).get("value"));
    }

    void await(String condition) {
        try {
            Await.until(condition, () -> holds(condition));
        } catch (AssertionError e) {
            throw new AssertionError(
                    condition + " does not hold; the page says: " + eval("document.body.innerText"), e);
        }
    }

    /** Types into a field and sends its form. */
    void submit(String field, String text) {
        String element = "document.getElementById('" + field + "')";
        eval(element + ".value = '" + text + "'; " + element + ".form.requestSubmit()");
    }

    void offline(boolean offline) {
        command(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    void size(int width, int height) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", width < 600));
    }

    void screenshot(Path file) throws IOException {
        Object data = command("Page.captureScreenshot", Map.of("format", "png")).get("data");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode((String) data));
    }

    /** With all that its browser has kept for it. */
    void close() {
        browser.call(null, "Target.disposeBrowserContext", Map.of("browserContextId", context));
    }
}
