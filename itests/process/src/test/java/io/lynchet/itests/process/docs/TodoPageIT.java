// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of the sample app, in the browsers of two people. */
@Timeout(180)
class TodoPageIT {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Path BROWSERS = Path.of("target/browsers").toAbsolutePath();
    private static final String ONLINE = "document.getElementById('status').dataset.connection === 'online'";
    private static final String TWO_HERE = "document.getElementById('count').textContent === '2 here now'";
    private static final String NOTHING_TO_SEND = "document.getElementById('pending').textContent === ''";
    private static final String IS_WHOLE = "[...document.querySelectorAll('#list .title')].every("
            + "field => field.scrollWidth <= field.clientWidth && field.scrollHeight <= field.clientHeight)"
            + " && document.documentElement.scrollWidth <= document.documentElement.clientWidth";
    private static final String WORKS_WITHOUT_NETWORK = "(async () => navigator.serviceWorker.controller !== null"
            + " && await caches.match('/client.js') !== undefined)()";

    private static Browser browser;

    @TempDir
    Path folder;

    private final List<Page> open = new ArrayList<>();
    private Path app;
    private LynchetProcess lynchet;
    private URI url;

    /** One browser for all tests, and a server for each: who has closed a page is in its room for a while. */
    @BeforeAll
    static void startBrowser() throws IOException {
        browser = new Browser(Files.createTempDirectory(Files.createDirectories(BROWSERS), "todo"));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        app = folder.resolve("todo");
        GuidePage.copyTodoApp(app);
        lynchet = LynchetProcess.run(folder, app);
        url = LynchetProcess.url(lynchet.awaitReady());
    }

    @AfterEach
    void stop() {
        open.forEach(Page::close);
        lynchet.close();
    }

    private Page open() {
        Page page = browser.open(url);
        open.add(page);
        return page;
    }

    private Page person(String name) {
        Page page = open();
        page.await(ONLINE);
        page.await("!document.getElementById('hello').hidden");
        page.submit("name", name);
        page.await("document.getElementById('hello').hidden");
        page.await(ONLINE);
        return page;
    }

    private static String shows(String title) {
        return "[...document.querySelectorAll('#list .title')].some(field => field.value === '" + title + "')";
    }

    private static String showsDone(String title) {
        return "[...document.querySelectorAll('#list .done .title')].some(field => field.value === '" + title + "')";
    }

    /** Whether something of that kind is on the disk, which comes a moment after the page shows it. */
    private static String stored(String store, String test) {
        return "new Promise(done => { const open = indexedDB.open('lynchet:' + location.origin); open.onsuccess = () => {"
                + " const all = open.result.transaction('" + store + "').objectStore('" + store + "').getAll();"
                + " all.onsuccess = () => { open.result.close(); done(all.result.some(one => " + test + ")); } } })";
    }

    private static String tick(String title) {
        return "[...document.querySelectorAll('#list li')].find(item => item.querySelector('.title').value === '"
                + title + "').querySelector('[type=checkbox]').click()";
    }

    @Test
    void change_ofOnePerson_isSeenByTheOther() throws IOException {
        Page ada = person("Ada Lovelace");
        Page bob = person("Bob");
        // Told by the page itself, since every question from here takes its own time.
        bob.eval(
                "globalThis.seen = new Promise(done => new MutationObserver(() => " + shows("buy milk")
                        + " && done(Date.now())).observe(document.getElementById('list'), {childList: true, subtree: true})); 0");
        double asked = ((Number) ada.eval("document.getElementById('title').value = 'buy milk';"
                        + "document.getElementById('new').requestSubmit(); Date.now()"))
                .doubleValue();
        double seen = ((Number) bob.eval("globalThis.seen")).doubleValue();
        assertThat(seen - asked).as("milliseconds until the other one sees it").isLessThan(1_000);
        bob.eval(tick("buy milk"));
        ada.await(showsDone("buy milk"));
        ada.submit("title", "learn to juggle");
        bob.await(shows("learn to juggle"));
        ada.await(NOTHING_TO_SEND);
        ada.await(TWO_HERE);
        bob.await(TWO_HERE);
        ada.size(1_200, 800);
        ada.screenshot(SCREENSHOTS.resolve("todo-desktop.png"));
        bob.size(390, 844);
        bob.screenshot(SCREENSHOTS.resolve("todo-phone.png"));

        ada.size(480, 400);
        bob.size(480, 400);
        ada.screenshot(SCREENSHOTS.resolve("todo-left.png"));
        bob.screenshot(SCREENSHOTS.resolve("todo-right.png"));
        // The picture of the README is a copy of this one.
        SideBySide.write(
                SCREENSHOTS.resolve("two-windows.png"),
                SCREENSHOTS.resolve("todo-left.png"),
                SCREENSHOTS.resolve("todo-right.png"));
    }

    @Test
    void longTitle_isShownWhole_onWideAndOnNarrowScreens() throws IOException {
        Page ada = person("Ada");
        Page bob = person("Bob");
        bob.size(390, 844);
        ada.size(1_200, 800);
        // Without a space at which it could be broken.
        String title = "x".repeat(200);
        ada.submit("title", title);
        for (Page page : new Page[] {ada, bob}) {
            page.await(shows(title));
            page.await(IS_WHOLE);
        }
        bob.screenshot(SCREENSHOTS.resolve("todo-long-title.png"));
        // Turned, as a phone is.
        bob.size(844, 390);
        bob.await("innerWidth === 844");
        bob.await(IS_WHOLE);
        bob.size(320, 568);
        bob.await("innerWidth === 320");
        bob.await(IS_WHOLE);
    }

    @Test
    void pages_ofTwoPeople_tellHowManyAreHere() throws IOException {
        Page ada = person("Ada Lovelace");
        Page bob = person("Bob");
        ada.await(TWO_HERE);
        bob.await(TWO_HERE);
        ada.screenshot(SCREENSHOTS.resolve("todo-presence.png"));
    }

    @Test
    void changes_madeOffline_areKeptAndMeetThoseOfTheOther() throws IOException {
        Page ada = person("Ada");
        Page bob = person("Bob");
        ada.submit("title", "shared");
        bob.await(shows("shared"));
        ada.offline(true);
        ada.await("document.getElementById('status').dataset.connection === 'offline'");
        ada.submit("title", "made offline");
        ada.await(shows("made offline"));
        ada.eval(tick("shared"));
        ada.await("document.getElementById('pending').textContent.includes('2 changes')");
        ada.screenshot(SCREENSHOTS.resolve("todo-offline.png"));
        bob.submit("title", "made meanwhile");
        bob.await(shows("made meanwhile"));
        assertThat(bob.eval(shows("made offline"))).isEqualTo(false);
        assertThat(ada.eval(shows("made meanwhile"))).isEqualTo(false);
        ada.offline(false);
        for (Page page : new Page[] {ada, bob}) {
            page.await(shows("made offline"));
            page.await(shows("made meanwhile"));
            page.await(showsDone("shared"));
            page.await(NOTHING_TO_SEND);
        }
    }

    @Test
    void page_openedWithoutAServer_showsWhatItKnewAndSendsLater() throws Exception {
        Page ada = person("Ada");
        ada.submit("title", "known");
        ada.await(shows("known"));
        ada.await(NOTHING_TO_SEND);
        ada.await(WORKS_WITHOUT_NETWORK);
        ada.await(stored("results", "one.rows.length === 1"));
        lynchet.terminate();
        assertThat(lynchet.exitCode()).isZero();
        ada.go(url);
        ada.await(shows("known"));
        ada.submit("title", "written without a server");
        ada.await("document.getElementById('pending').textContent.includes('1 change')");
        ada.await(stored("writes", "one.kind === 'insert'"));
        // Closed and opened again: the write has to come from the disk.
        ada.go(url);
        ada.await(shows("written without a server"));
        lynchet = LynchetProcess.start(
                folder,
                Map.of("LYNCHET_ADMIN_TOKEN", LynchetProcess.TOKEN, "LYNCHET_RATE_LIMIT", "off"),
                "run",
                app.toString(),
                "--port",
                Integer.toString(url.getPort()));
        lynchet.awaitReady();
        ada.await(ONLINE);
        ada.await(NOTHING_TO_SEND);
        Page bob = open();
        bob.await(shows("written without a server"));
    }
}
