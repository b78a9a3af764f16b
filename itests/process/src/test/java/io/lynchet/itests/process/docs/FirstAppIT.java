// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import io.lynchet.itests.process.app.LynchetProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lynchet init} writes, served as it is and opened in a browser. */
@Timeout(120)
class FirstAppIT {
    private static final Path BROWSERS = Path.of("target/browsers").toAbsolutePath();
    private static final String ONLINE = "document.getElementById('connection').textContent === 'online'";

    private static final String STYLED = "[...document.styleSheets].some(sheet => sheet.href?.endsWith('/style.css')"
            + " && sheet.cssRules.length > 5) && getComputedStyle(document.body).maxWidth === '640px'";

    @TempDir
    Path folder;

    private static String shows(String title) {
        return "[...document.querySelectorAll('#list label')].some(label => label.textContent.trim() === '" + title
                + "')";
    }

    @Test
    void pageOfANewApp_showsInOneWindowWhatIsWrittenInAnother() throws Exception {
        Path app = folder.resolve("shop");
        LynchetProcess.init(folder, app);
        Path profile = Files.createTempDirectory(Files.createDirectories(BROWSERS), "first");
        try (LynchetProcess lynchet = LynchetProcess.run(folder, app);
                Browser browser = new Browser(profile)) {
            URI url = LynchetProcess.url(lynchet.awaitReady());
            Page one = browser.open(url);
            Page other = browser.open(url);
            one.await(ONLINE);
            other.await(ONLINE);
            one.await(STYLED);
            one.submit("title", "buy milk");
            one.await(shows("buy milk"));
            other.await(shows("buy milk"));
            other.eval("document.querySelector('#list [type=checkbox]').click()");
            one.await("document.querySelector('#list [type=checkbox]').checked");
            one.screenshot(Path.of("target/screenshots/first-app.png"));
        }
    }
}
