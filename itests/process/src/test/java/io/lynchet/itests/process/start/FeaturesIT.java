// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.config.SettingLayers;
import io.lynchet.launcher.framework.Kernel;
import io.lynchet.launcher.framework.Readiness;
import io.lynchet.launcher.framework.StartFailures;
import io.lynchet.launcher.jar.PackedJar;
import io.lynchet.testkit.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Every feature of the real jar resolves and starts. */
@Timeout(120)
class FeaturesIT {
    @TempDir
    Path folder;

    static List<List<String>> sets() {
        return List.of(
                SettingLayers.FEATURES,
                List.of("kernel", "store-memory", "http", "auth", "orgs", "sync", "live", "ops", "shell", "deploy"),
                List.of("kernel", "store-sqlite"),
                List.of("kernel", "store-sqlite", "store-postgres"),
                Stream.concat(SettingLayers.FEATURES.stream(), Stream.of("transport-netty"))
                        .toList(),
                List.of("backup-tool"),
                List.of("backup-tool", "backup-s3"),
                List.of("check"));
    }

    private Map<String, String> properties() {
        return Map.of(
                "lynchet.version", "0",
                "lynchet.app", folder.toString(),
                "lynchet.manifest", folder.resolve("manifest.json").toString(),
                "lynchet.data", folder.toString(),
                "lynchet.dev", "false",
                "lynchet.accept.data.loss", "",
                "lynchet.admin.token", "0123456789abcdef");
    }

    private Kernel start(PackedJar jar, List<String> names) {
        return Kernel.start(
                jar,
                names.stream().map(jar::feature).toList(),
                Map.of("io.lynchet.listener", Map.of("port", 0)),
                properties(),
                folder.resolve("framework"));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void start_eachBundle_isActive(List<String> names) {
        try (PackedJar jar = PackedJar.open();
                Kernel kernel = start(jar, names)) {
            BundleContext context = kernel.context();
            assertThat(Arrays.stream(context.getBundles())
                            .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                            .filter(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
                            .map(Bundle::getSymbolicName))
                    .as(Readiness.states(context))
                    .isEmpty();
            assertThat(StartFailures.of(context)).isEmpty();
        }
    }

    /** Waits for the latch in the system properties: its class is copied into a bundle. */
    public static final class Lingering implements BundleActivator {
        @Override
        public void start(BundleContext context) {}

        @Override
        public void stop(BundleContext context) throws InterruptedException {
            ((CountDownLatch) System.getProperties().get("lynchet.test.lingers")).await();
        }
    }

    @Test
    void stop_withABundleThatHangs_namesItAndWhereItIs_andEndsWhenItGoesOn() throws BundleException {
        CountDownLatch going = new CountDownLatch(1);
        System.getProperties().put("lynchet.test.lingers", going);
        try (PackedJar jar = PackedJar.open();
                Kernel kernel = start(jar, List.of("kernel", "store-memory"))) {
            byte[] bytes =
                    TestBundle.named("lingers").activator(Lingering.class).bytes();
            kernel.context()
                    .installBundle("lingers", new ByteArrayInputStream(bytes))
                    .start();
            assertThatThrownBy(() -> kernel.stop(Duration.ofMillis(500)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("a bundle hangs in its stop, for 500 ms: lingers\n")
                    .hasMessageContaining("FeaturesIT$Lingering.stop(");
            going.countDown();
        } finally {
            System.getProperties().remove("lynchet.test.lingers");
        }
    }

    @Test
    void features_ofTheJar_areKnownToThisTest() {
        Set<String> tested = sets().stream().flatMap(List::stream).collect(Collectors.toCollection(HashSet::new));
        try (PackedJar jar = PackedJar.open()) {
            assertThat(jar.featureNames()).containsExactlyInAnyOrderElementsOf(tested);
        }
    }

    @Test
    void configurationKeys_inTheDocs_areThoseOfTheBundles() throws IOException {
        Path root = jarPath().getParent().getParent();
        try (PackedJar jar = PackedJar.open()) {
            assertThat(root.resolve("src/main/docs/configuration-keys.md"))
                    .as("copy distribution/target/files/docs/configuration-keys.md over it")
                    .hasContent(jar.text("docs/configuration-keys.md"));
        }
    }

    private static Path jarPath() {
        try (PackedJar jar = PackedJar.open()) {
            return jar.path();
        }
    }

    @Test
    void defaultFeatures_inMetatype_areThoseOfTheCode() {
        try (PackedJar jar = PackedJar.open()) {
            String text = jar.text("etc/io.lynchet.launcher.json");
            assertThat(text)
                    .contains("\"features\": "
                            + SettingLayers.FEATURES.stream().collect(Collectors.joining("\", \"", "[\"", "\"]")));
        }
    }
}
