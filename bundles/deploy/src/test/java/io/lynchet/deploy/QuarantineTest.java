// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.health.Health;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class QuarantineTest {
    @TempDir
    Path root;

    private DropFolder drops;

    @BeforeEach
    void open() throws Exception {
        drops = new DropFolder(root, "io.lynchet.spare");
    }

    @AfterEach
    void close() throws Exception {
        System.clearProperty("lynchet.test.stubborn");
        drops.close();
    }

    @Test
    void missingPackage_isNamedWithItsRange() {
        drops.drop("a.jar", TestBundle.named("a").header("Import-Package", "com.acme.tools;version=\"[1.2,2)\""));
        String reason = drops.await("a.jar", State.QUARANTINED).reason();
        assertThat(reason).contains("com.acme.tools [1.2", ",2", "no bundle exports", "embed");
        assertThat(drops.bundles("a")).isEmpty();
        assertThat(drops.deployer.why("a.jar")).singleElement().asString().contains("com.acme.tools");
        assertThat(drops.deployer.check().state()).isEqualTo(Health.State.DEGRADED);
        assertThat(drops.deployer.needed()).isFalse();
    }

    @Test
    void packageOfOtherVersion_namesItsExporter() {
        drops.drop("a.jar", TestBundle.named("a").header("Import-Package", "io.lynchet.api.health;version=\"[7,8)\""));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason())
                .contains("io.lynchet.api.health [7", "org.apache.felix.framework (version 0.1.0)");
    }

    @Test
    void internalPackage_isToldToBeInternal() {
        drops.drop("a.jar", TestBundle.named("a").header("Import-Package", "io.lynchet.data"));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason()).contains("internal");
    }

    @Test
    void newerJava_isNamed() {
        drops.drop(
                "a.jar",
                TestBundle.named("a")
                        .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason()).contains("needs Java 99");
    }

    @Test
    void classOfANewerJava_isNamed() throws Exception {
        String path = Activators.Fine.class.getName().replace('.', '/') + ".class";
        byte[] code;
        try (InputStream in = Activators.class.getClassLoader().getResourceAsStream(path)) {
            code = in.readAllBytes();
        }
        code[7] = 99;
        drops.drop(
                "a.jar", TestBundle.named("a").activator(Activators.Fine.class).entry(path, code));
        drops.await("a.jar", State.QUARANTINED);
        assertThat(drops.deployer.why("a.jar"))
                .singleElement()
                .asString()
                .contains("Activators$Fine was compiled for Java 55", "runs on Java", "--release");
    }

    @Test
    void badVersion_isNamed() {
        drops.drop("a.jar", TestBundle.named("a").version("1.0-SNAPSHOT"));
        drops.await("a.jar", State.QUARANTINED);
        assertThat(drops.deployer.why("a.jar"))
                .singleElement()
                .asString()
                .contains("Its Bundle-Version '1.0-SNAPSHOT' is not a version", "such as 1.2.3");
    }

    @Test
    void headerThatTheFrameworkRefuses_isNamed() {
        drops.drop("a.jar", TestBundle.named("a").importing("com.acme.tools;version=\"[2,1,0)\""));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason())
                .startsWith("It can't be installed: ")
                .contains("1,0")
                .doesNotContain("Unable to cache bundle");
    }

    @Test
    void missingPackage_thatComesLater_isTriedAgain() {
        drops.drop("a.jar", TestBundle.named("a").header("Import-Package", "com.acme.tools"));
        drops.await("a.jar", State.QUARANTINED);
        drops.drop("b.jar", TestBundle.named("b").header("Export-Package", "com.acme.tools;version=1.0"));
        drops.await("b.jar", State.ACTIVE);
        drops.await("a.jar", State.ACTIVE);
    }

    @Test
    void exceptionInStart_isQuoted() {
        drops.drop("a.jar", TestBundle.named("a").activator(Activators.Throwing.class));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason())
                .contains("the licence has run out", "IllegalStateException");
        assertThat(drops.bundles("a")).isEmpty();
    }

    @Test
    void classThatWasLeftOut_isNamed() {
        drops.drop("a.jar", TestBundle.named("a").activator(Activators.Incomplete.class));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason())
                .contains("Activators$LeftOut is neither in the bundle nor imported");
    }

    @Test
    void hangInStart_isInterruptedAndNamed() {
        drops.drop("a.jar", TestBundle.named("a").activator(Activators.Hanging.class));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason())
                .contains("did not end within 500 ms", "Activators$Hanging.start");
        Await.until("it to go", () -> drops.bundles("a").isEmpty());
    }

    @Test
    void hangThatIgnoresInterrupts_doesNotStopOtherDeployments() {
        System.setProperty("lynchet.test.stubborn", "yes");
        drops.drop("a.jar", TestBundle.named("a").activator(Activators.Stubborn.class));
        drops.await("a.jar", State.QUARANTINED);
        drops.drop("b.jar", TestBundle.named("b").activator(Activators.Fine.class));
        drops.await("b.jar", State.ACTIVE);
        drops.drop("a.jar", TestBundle.named("a").version("2.0.0").activator(Activators.Fine.class));
        drops.awaitVersion("a.jar", "2.0.0");
    }

    @Test
    void failingHealthCheck_isQuoted() {
        drops.drop(
                "a.jar",
                TestBundle.named("a").importing("io.lynchet.api.health").activator(Activators.Sick.class));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason()).contains("the tank is empty");
        assertThat(drops.bundles("a")).isEmpty();
    }

    @Test
    void newVersion_thatFails_isPutBack() {
        drops.drop("a.jar", TestBundle.named("a").activator(Activators.Fine.class));
        drops.await("a.jar", State.ACTIVE);
        for (Class<?> bad : new Class<?>[] {
            Activators.Throwing.class, Activators.Hanging.class, Activators.Sick.class, Activators.Incomplete.class
        }) {
            drops.drop(
                    "a.jar",
                    TestBundle.named("a")
                            .version("2.0.0")
                            .importing("io.lynchet.api.health")
                            .activator(bad));
            assertThat(drops.await("a.jar", State.PUT_BACK).version()).isEqualTo("1.0.0");
            assertThat(drops.bundles("a"))
                    .singleElement()
                    .satisfies(b -> assertThat(b.getState()).isEqualTo(Bundle.ACTIVE));
            drops.drop("a.jar", TestBundle.named("a").activator(Activators.Fine.class));
            drops.await("a.jar", State.ACTIVE);
        }
    }

    @Test
    void newVersion_thatFailsAfterOldOneStopped_isPutBack() {
        drops.drop(
                "a.jar",
                TestBundle.named("a").header("Lynchet-Replace", "stop-first").activator(Activators.Fine.class));
        drops.await("a.jar", State.ACTIVE);
        drops.drop("a.jar", TestBundle.named("a").version("2.0.0").activator(Activators.Throwing.class));
        assertThat(drops.await("a.jar", State.PUT_BACK).version()).isEqualTo("1.0.0");
        assertThat(drops.bundles("a"))
                .singleElement()
                .satisfies(b -> assertThat(b.getState()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    void corruptJar_isQuarantinedAfterItsTime() throws Exception {
        StringBuilder text = new StringBuilder();
        new java.util.Random(7).ints(4_000, 'a', 'z').forEach(c -> text.append((char) c));
        byte[] jar = TestBundle.named("a").text(text.toString()).bytes();
        jar[jar.length / 2] ^= 0x55;
        Files.write(drops.folder.resolve("a.jar"), jar);
        Files.write(drops.folder.resolve("b.jar"), Arrays.copyOf(jar, jar.length / 2));
        Files.write(drops.folder.resolve("c.jar"), new byte[0]);
        for (String file : new String[] {"a.jar", "b.jar", "c.jar"}) {
            assertThat(drops.await(file, State.QUARANTINED).reason()).contains("The jar is incomplete");
        }
    }

    @Test
    void newVersion_thatIsTorn_isPutBackAndCounted() throws Exception {
        drops.drop("a.jar", TestBundle.named("a").activator(Activators.Fine.class));
        drops.await("a.jar", State.ACTIVE);
        byte[] jar = TestBundle.named("a").version("2.0.0").bytes();
        Files.write(drops.folder.resolve("a.jar"), Arrays.copyOf(jar, jar.length / 2));
        assertThat(drops.await("a.jar", State.PUT_BACK).reason())
                .contains("The jar is incomplete", "previous version still runs");
        assertThat(drops.counted("lynchet_deploy_put_backs_total")).isEqualTo(1);
    }

    @Test
    void plainJarFragmentAndGiant_areRefused() throws Exception {
        drops.drop("plain.jar", TestBundle.plainJar());
        drops.drop("fragment.jar", TestBundle.named("f").header("Fragment-Host", "io.lynchet.data"));
        Files.write(drops.folder.resolve("giant.jar"), new byte[100_001]);
        assertThat(drops.await("plain.jar", State.QUARANTINED).reason()).contains("plain jar", "Bundle-SymbolicName");
        assertThat(drops.await("fragment.jar", State.QUARANTINED).reason()).contains("fragment of io.lynchet.data");
        assertThat(drops.await("giant.jar", State.QUARANTINED).reason()).contains("limit of 100000 bytes");
    }

    @Test
    void partOfTheProduct_isNotReplaced() throws Exception {
        Bundle part = drops.installPart(TestBundle.named("io.lynchet.policy"));
        drops.drop("a.jar", TestBundle.named("io.lynchet.policy").version("2.0.0"));
        assertThat(drops.await("a.jar", State.QUARANTINED).reason()).contains("a bundle of Lynchet itself");
        assertThat(part.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void partThatMayBeReplaced_isStoppedAndComesBack() throws Exception {
        Bundle part = drops.installPart(TestBundle.named("io.lynchet.spare"));
        drops.drop("a.jar", TestBundle.named("io.lynchet.spare").version("2.0.0"));
        drops.await("a.jar", State.ACTIVE);
        assertThat(part.getState()).isEqualTo(Bundle.RESOLVED);
        drops.drop(
                "a.jar", TestBundle.named("io.lynchet.spare").version("3.0.0").activator(Activators.Throwing.class));
        assertThat(drops.await("a.jar", State.PUT_BACK).version()).isEqualTo("2.0.0");
        assertThat(part.getState()).isEqualTo(Bundle.RESOLVED);
        drops.delete("a.jar");
        Await.until("the part to run again", () -> part.getState() == Bundle.ACTIVE);
    }

    @Test
    void why_ofUnknownAndRunningBundles_isAnswered() {
        assertThat(drops.deployer.why("nobody")).isEmpty();
        assertThat(drops.deployer.why("io.lynchet.deploy.home"))
                .singleElement()
                .asString()
                .endsWith("runs.");
        assertThat(drops.deployer.why("0")).singleElement().asString().endsWith("runs.");
    }
}
