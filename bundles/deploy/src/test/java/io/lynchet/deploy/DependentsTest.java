// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.health.Health;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Bundle b imports what bundle a exports, and registers a service, as a hook does. */
class DependentsTest {
    @TempDir
    Path root;

    private DropFolder drops;

    @BeforeEach
    void open() throws Exception {
        drops = new DropFolder(root);
        drops.drop("a.jar", exporter("1.0.0"));
        drops.await("a.jar", State.ACTIVE);
        drops.drop("b.jar", dependent("1.0.0"));
        drops.await("b.jar", State.ACTIVE);
        Await.until("the service of b", this::serves);
    }

    @AfterEach
    void close() throws Exception {
        drops.close();
    }

    private static TestBundle exporter(String version) {
        return TestBundle.named("a")
                .version(version)
                .activator(Activators.Fine.class)
                .header("Export-Package", "com.acme.tools;version=1.0");
    }

    private static TestBundle dependent(String version) {
        return TestBundle.named("b")
                .version(version)
                .activator(Activators.Fine.class)
                .importing("com.acme.tools;version=\"[1.0,2)\"");
    }

    private boolean serves() {
        return drops.bundles("b").stream().anyMatch(DependentsTest::serves);
    }

    private static boolean serves(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getState() == Bundle.ACTIVE ? bundle.getRegisteredServices() : null;
        return services != null && Arrays.stream(services).anyMatch(s -> s.getBundle() == bundle);
    }

    @Test
    void exporter_thatIsReplaced_takesItsDependentAlong() {
        for (int n = 2; n < 5; n++) {
            String version = n + ".0.0";
            drops.drop("a.jar", exporter(version));
            drops.awaitVersion("a.jar", version);
            drops.await("b.jar", State.ACTIVE);
            Await.until("the service of b beside a " + version, this::serves);
        }
        assertThat(drops.deployer.check().state()).isEqualTo(Health.State.OK);
        assertThat(drops.deployer.why("b"))
                .allSatisfy(sentence -> assertThat(sentence).contains("runs"));
    }

    @Test
    void exporter_thatIsTakenOut_quarantinesItsDependent_untilItIsBack() throws Exception {
        drops.delete("a.jar");
        assertThat(drops.await("b.jar", State.QUARANTINED).reason()).contains("com.acme.tools", "no bundle exports");
        assertThat(drops.deployer.check().state()).isEqualTo(Health.State.DEGRADED);
        assertThat(drops.deployer.check().message()).contains("b.jar is quarantined");
        assertThat(drops.deployer.why("b")).singleElement().asString().contains("quarantined", "com.acme.tools");

        drops.drop("a.jar", exporter("1.0.0"));
        drops.await("b.jar", State.ACTIVE);
        assertThat(serves()).isTrue();
        assertThat(drops.deployer.check().state()).isEqualTo(Health.State.OK);
    }

    @Test
    void dependent_thatIsTriedAgain_isToldOnceAllTheSame() throws Exception {
        drops.delete("a.jar");
        drops.await("b.jar", State.QUARANTINED);
        for (int n = 0; n < 5; n++) {
            String version = n + ".0.0";
            drops.drop("other.jar", TestBundle.named("other").version(version).activator(Activators.Fine.class));
            while (drops.find("other.jar") == null
                    || !version.equals(drops.find("other.jar").version())) {
                assertThat(drops.deployer.why("b")).singleElement().asString().contains("quarantined");
            }
        }
    }

    @Test
    void exporter_thatComesBackBroken_leavesItsDependentQuarantined() throws Exception {
        drops.delete("a.jar");
        drops.await("b.jar", State.QUARANTINED);
        drops.drop("a.jar", exporter("2.0.0").activator(Activators.Throwing.class));
        drops.await("a.jar", State.QUARANTINED);
        assertThat(drops.find("b.jar").state()).isEqualTo(State.QUARANTINED);

        drops.drop("a.jar", exporter("3.0.0").header("Export-Package", "com.acme.tools;version=2.0"));
        drops.await("a.jar", State.ACTIVE);
        Await.until(
                "b to name the wrong version",
                () -> drops.find("b.jar").reason().contains("a (version 2.0.0)"));
        assertThat(drops.find("b.jar").state()).isEqualTo(State.QUARANTINED);

        drops.drop("a.jar", exporter("4.0.0"));
        drops.await("b.jar", State.ACTIVE);
    }

    @Test
    void exporter_thatIsReplacedByABrokenOne_isPutBack_andItsDependentRuns() {
        drops.drop("a.jar", exporter("2.0.0").activator(Activators.Throwing.class));
        assertThat(drops.await("a.jar", State.PUT_BACK).version()).isEqualTo("1.0.0");
        drops.await("b.jar", State.ACTIVE);
        Await.until("the service of b", this::serves);
    }

    @Test
    void dependent_thatFailsBesideTheNewExporter_isQuarantined_andTriedWithTheNext() {
        drops.drop("a.jar", exporter("2.0.0").header("Export-Package", "com.acme.tools;version=7.0"));
        assertThat(drops.await("b.jar", State.QUARANTINED).reason()).contains("a (version 7.0.0)");
        drops.drop("a.jar", exporter("3.0.0"));
        drops.await("b.jar", State.ACTIVE);
    }

    @Test
    void chainOfDependents_standsUpAgain() {
        drops.drop(
                "0.jar",
                TestBundle.named("c")
                        .activator(Activators.Fine.class)
                        .importing("com.acme.more")
                        .header("Require-Capability", "acme"));
        drops.await("0.jar", State.QUARANTINED);
        drops.drop(
                "b.jar",
                dependent("2.0.0").header("Export-Package", "com.acme.more").header("Provide-Capability", "acme"));
        drops.await("0.jar", State.ACTIVE);
        drops.drop("a.jar", exporter("2.0.0"));
        drops.awaitVersion("a.jar", "2.0.0");
        for (String file : new String[] {"0.jar", "b.jar"}) {
            drops.await(file, State.ACTIVE);
        }
        Await.until("both to run", () -> serves() && drops.bundles("c").stream().anyMatch(DependentsTest::serves));
    }

    @Test
    void bundle_thatSomebodyElseStops_isNeverCalledActive() throws Exception {
        drops.bundles("b").get(0).stop();
        assertThat(drops.find("b.jar").state() == State.ACTIVE)
                .as("called active")
                .isEqualTo(drops.bundles("b").get(0).getState() == Bundle.ACTIVE);
        Await.until("it to be started again", this::serves);
        drops.await("b.jar", State.ACTIVE);
    }
}
