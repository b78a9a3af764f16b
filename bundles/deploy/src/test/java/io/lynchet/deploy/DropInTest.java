// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

class DropInTest {
    @TempDir
    Path root;

    private DropFolder drops;

    @BeforeEach
    void open() throws Exception {
        drops = new DropFolder(root);
    }

    @AfterEach
    void close() throws Exception {
        drops.close();
    }

    @Test
    void drop_ofBundle_runsIt() {
        drops.drop("a.jar", fine("a"));
        assertThat(drops.await("a.jar", State.ACTIVE).symbolicName()).isEqualTo("a");
        assertThat(drops.bundles("a")).singleElement().satisfies(b -> {
            assertThat(b.getState()).isEqualTo(Bundle.ACTIVE);
            assertThat(b.getLocation()).startsWith("deploy:").contains("a.jar#");
        });
    }

    @Test
    void drop_intoFolderMadeLater_runsIt() throws Exception {
        Files.delete(drops.folder);
        Files.createDirectory(drops.folder);
        drops.drop("a.jar", fine("a"));
        drops.await("a.jar", State.ACTIVE);
    }

    @Test
    void delete_ofFile_uninstallsBundle() throws Exception {
        drops.drop("a.jar", fine("a"));
        drops.await("a.jar", State.ACTIVE);
        drops.delete("a.jar");
        Await.until("the bundle to go", () -> drops.bundles("a").isEmpty());
        Await.until("the entry to go", () -> drops.find("a.jar") == null);
    }

    @Test
    void replace_byNewVersion_startsItBeforeOldOneStops() {
        drops.drop("a.jar", fine("a").version("1.0.0"));
        drops.await("a.jar", State.ACTIVE);
        StringBuffer events = new StringBuffer();
        drops.context.addServiceListener(event -> {
            boolean text = Arrays.asList((String[]) event.getServiceReference().getProperty(Constants.OBJECTCLASS))
                    .contains(String.class.getName());
            if (text) {
                events.append(event.getType() == org.osgi.framework.ServiceEvent.REGISTERED ? "+" : "-")
                        .append(event.getServiceReference().getBundle().getVersion());
            }
        });
        drops.drop("a.jar", fine("a").version("2.0.0"));
        drops.awaitVersion("a.jar", "2.0.0");
        Await.until("the old one to go", () -> drops.bundles("a").size() == 1);
        assertThat(events).hasToString("+2.0.0-1.0.0");
    }

    @Test
    void replace_ofStopFirstBundle_stopsOldOneBefore() {
        drops.drop("a.jar", fine("a").header("Lynchet-Replace", "stop-first"));
        drops.await("a.jar", State.ACTIVE);
        drops.drop("a.jar", fine("a").version("2.0.0").header("Lynchet-Replace", "stop-first"));
        drops.awaitVersion("a.jar", "2.0.0");
        assertThat(drops.bundles("a")).hasSize(1);
    }

    @Test
    void replace_byChangedContentOfSameVersion_runsNewContent() {
        drops.drop("a.jar", fine("a").text("one"));
        String before = drops.await("a.jar", State.ACTIVE).digest();
        drops.drop("a.jar", fine("a").text("two"));
        Await.until("new content", () -> !before.equals(drops.find("a.jar").digest()));
        drops.await("a.jar", State.ACTIVE);
        Await.until("one bundle", () -> drops.bundles("a").size() == 1);
    }

    @Test
    void rename_toNewVersionsFile_handsOver() throws Exception {
        drops.drop("a-1.jar", fine("a").version("1.0.0"));
        drops.await("a-1.jar", State.ACTIVE);
        drops.drop("a-2.jar", fine("a").version("2.0.0"));
        assertThat(drops.await("a-2.jar", State.QUARANTINED).reason()).contains("a-1.jar");
        drops.delete("a-1.jar");
        drops.awaitVersion("a-2.jar", "2.0.0");
        Await.until("one bundle", () -> drops.bundles("a").size() == 1);
    }

    @Test
    void copy_inSlowPieces_runsWhenComplete() throws Exception {
        byte[] jar = fine("a").bytes();
        Path file = drops.folder.resolve("a.jar");
        Files.write(file, Arrays.copyOf(jar, 100));
        for (int from = 100; from < jar.length; from += 400) {
            Files.write(
                    file, Arrays.copyOfRange(jar, from, Math.min(from + 400, jar.length)), StandardOpenOption.APPEND);
            int size = Math.min(from + 400, jar.length);
            if (size < jar.length) {
                Await.until("a look at " + size, () -> drops.find("a.jar") != null);
                assertThat(drops.find("a.jar").state()).isEqualTo(State.PENDING);
                assertThat(drops.bundles("a")).isEmpty();
            }
        }
        drops.await("a.jar", State.ACTIVE);
    }

    @Test
    void overwrite_withHalfJar_keepsOldVersionRunning() throws Exception {
        drops.drop("a.jar", fine("a"));
        drops.await("a.jar", State.ACTIVE);
        byte[] next = fine("a").version("2.0.0").bytes();
        Files.write(drops.folder.resolve("a.jar"), Arrays.copyOf(next, next.length / 2));
        assertThat(drops.await("a.jar", State.PUT_BACK).reason()).contains("still runs");
        assertThat(drops.bundles("a").get(0).getState()).isEqualTo(Bundle.ACTIVE);
        Files.write(drops.folder.resolve("a.jar"), next);
        drops.awaitVersion("a.jar", "2.0.0");
    }

    @Test
    void files_hiddenOrTemporary_areIgnored() throws Exception {
        Files.write(drops.folder.resolve(".a.jar"), fine("a").bytes());
        Files.write(drops.folder.resolve("b.jar.tmp"), fine("b").bytes());
        drops.drop("c.jar", fine("c"));
        drops.await("c.jar", State.ACTIVE);
        assertThat(drops.deployer.list()).hasSize(1);
    }

    @Test
    void restart_ofDeployer_takesRunningBundlesOver() throws Exception {
        drops.drop("a.jar", fine("a"));
        drops.await("a.jar", State.ACTIVE);
        long id = drops.bundles("a").get(0).getBundleId();
        drops.deployer.deactivate();
        drops.open();
        drops.await("a.jar", State.ACTIVE);
        assertThat(drops.bundles("a")).extracting(Bundle::getBundleId).containsExactly(id);
    }

    @Test
    void restart_ofProcess_readsTheFolderAnew() throws Exception {
        drops.drop("a.jar", fine("a"));
        drops.await("a.jar", State.ACTIVE);
        drops.close();
        drops = new DropFolder(root);
        drops.await("a.jar", State.ACTIVE);
    }

    @Test
    void restart_withBadFile_runsLastGoodVersion() throws Exception {
        drops.drop("a.jar", fine("a"));
        drops.await("a.jar", State.ACTIVE);
        drops.drop("a.jar", TestBundle.named("a").version("2.0.0").activator(Activators.Throwing.class));
        drops.await("a.jar", State.PUT_BACK);
        drops.close();
        drops = new DropFolder(root);
        assertThat(drops.await("a.jar", State.PUT_BACK).version()).isEqualTo("1.0.0");
        assertThat(drops.bundles("a")).hasSize(1);
    }

    @Test
    void copies_nobodyNeeds_areDeleted() throws Exception {
        for (int i = 0; i < 5; i++) {
            drops.drop("a.jar", fine("a").version("1.0." + i));
            drops.awaitVersion("a.jar", "1.0." + i);
        }
        Path cache = root.resolve("data/deployed");
        Await.until("one copy", () -> {
            try (var files = Files.list(cache)) {
                return files.filter(f -> f.toString().endsWith(".jar")).count() == 1;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void move_ofFileWithinFolder_keepsBundleInstalled() throws Exception {
        drops.drop("a.jar", fine("a"));
        drops.await("a.jar", State.ACTIVE);
        Files.move(drops.folder.resolve("a.jar"), drops.folder.resolve("b.jar"), StandardCopyOption.ATOMIC_MOVE);
        drops.await("b.jar", State.ACTIVE);
        Await.until("the old entry to go", () -> drops.find("a.jar") == null);
        assertThat(drops.bundles("a")).hasSize(1);
    }

    private static TestBundle fine(String name) {
        return TestBundle.named(name).activator(Activators.Fine.class);
    }
}
