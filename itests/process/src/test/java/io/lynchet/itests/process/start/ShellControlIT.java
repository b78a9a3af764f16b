// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.itests.process.app.ShellSession;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators change in the shell, of one process that goes on through all tests. Each leaves it as it was. */
@Timeout(180)
class ShellControlIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static Path data;
    private static LynchetProcess lynchet;
    private static URI url;

    private ShellSession shell;

    @BeforeAll
    static void start() throws Exception {
        Path app = folder.resolve("hello");
        LynchetProcess.init(folder, app);
        data = app.resolve(".lynchet");
        lynchet = LynchetProcess.run(folder, app);
        url = LynchetProcess.url(lynchet.awaitReady());
    }

    @AfterAll
    static void stop() {
        if (lynchet != null) {
            lynchet.close();
        }
    }

    @BeforeEach
    void openShell() throws IOException {
        shell = new ShellSession(data);
    }

    @AfterEach
    void closeShell() throws IOException {
        shell.close();
    }

    @Test
    void commandsOfTheFramework_takeBundlesByIdAndByName() throws Exception {
        assertThat(shell.run("felix:headers io.lynchet.rooms")).contains("Bundle-SymbolicName = io.lynchet.rooms");
        assertThat(shell.run("felix:headers 1")).contains("Bundle-SymbolicName = ");
        assertThatThrownBy(() -> shell.run("felix:headers nosuch")).hasMessageContaining("nosuch");
    }

    @Test
    void feature_whosePartFails_isStoppedAgain_andStartsWhenThatIsMended() throws Exception {
        // Nobody minds it before the part is there.
        shell.run("config set io.lynchet.store.postgres url nonsense");
        String before = shell.run("bundles");
        assertThatThrownBy(() -> shell.run("feature start store-postgres"))
                .hasMessageContaining("UNAVAILABLE: The feature store-postgres is stopped again.")
                .hasMessageContaining("io.lynchet.store.postgres: ");
        assertThat(shell.run("bundles"))
                .isEqualTo(before)
                .doesNotContain("io.lynchet.store.postgres", "org.postgresql");
        assertThat(data.resolve("settings.json")).content().doesNotContain("store-postgres");

        shell.run("config unset io.lynchet.store.postgres url");
        shell.run("feature start store-postgres");
        assertThat(shell.run("bundles")).contains("io.lynchet.store.postgres", "org.postgresql");
        assertThat(data.resolve("settings.json")).content().contains("+store-postgres");
        assertThat(shell.run("config")).doesNotContain("io.lynchet.launcher.mark");
        assertThatThrownBy(() -> shell.run("feature start store-mysql"))
                .hasMessageContaining("NOT_FOUND: there is no feature store-mysql.");
        shell.run("feature stop store-postgres");
    }

    @Test
    void feature_withoutWhichTheAppDoesNotServe_goesOn() throws Exception {
        assertThatThrownBy(() -> shell.run("feature stop store-sqlite"))
                .hasMessageContaining("UNAVAILABLE: The feature store-sqlite keeps running.")
                .hasMessageContaining("The app does not serve with it");
        assertThat(shell.run("bundles")).contains("io.lynchet.store.sqlite");
        Await.until("the app to serve", () -> answer("/api/entities/Todo").statusCode() == 200);
    }

    /** So many that a wait of a second for each does not get through. */
    @Test
    @Timeout(60)
    void keyThatIsSet_countsWithoutAWait_andEachTime() throws Exception {
        for (int i = 0; i < 90; i++) {
            String policy = "default-src 'self' https://" + i + ".example";
            shell.run("config set io.lynchet.rest contentSecurityPolicy \"" + policy + "\"");
            assertThat(answer("/").headers().firstValue("Content-Security-Policy"))
                    .hasValue(policy);
        }
        shell.run("config unset io.lynchet.rest contentSecurityPolicy");
    }

    private static HttpResponse<Void> answer(String path) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
        return Await.value(HTTP.sendAsync(request, HttpResponse.BodyHandlers.discarding()));
    }
}
