// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ops4j.pax.exam.Option;

/**
 * The features of the distribution as options of Pax Exam: the same bundles at the same start levels. All are ordinary
 * bundles here, also those that the launcher keeps on its flat class path.
 */
final class Features {

    private static final Path JARS = Path.of("target/bundles");
    private static final Path FILES = Path.of("../../features");
    private static final Pattern BUNDLE =
            Pattern.compile("\"id\":\\s*\"([^:\"]+):([^:\"]+)\",\\s*\"start-level\":\\s*(\\d+)");
    // What the launcher puts on its own class path and hands out by the system bundle.
    private static final List<String> LOGGING =
            List.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");

    private Features() {}

    /** The bundles of these features with what a test needs around them. */
    static Option[] of(String... names) {
        Map<String, Integer> levels = new TreeMap<>();
        for (String name : names) {
            Matcher bundle = BUNDLE.matcher(read(FILES.resolve(name + ".json")));
            while (bundle.find()) {
                levels.merge(bundle.group(2), Integer.valueOf(bundle.group(3)), Math::min);
            }
        }
        List<Option> options = new ArrayList<>();
        levels.forEach((artifact, level) -> options.add(installed(artifact, level)));
        options.addAll(surroundings());
        options.addAll(app());
        return options.toArray(Option[]::new);
    }

    /** One bundle that the build has made or fetched. */
    static Option installed(String artifact, int level) {
        Path jar = JARS.resolve(artifact + ".jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(artifact + " is no dependency of this module, so it can't be installed");
        }
        return bundle(jar.toUri().toString()).startLevel(level);
    }

    private static List<Option> surroundings() {
        // The kit's own way to add packages: the framework property of that name would replace its list.
        String[] packages = LOGGING.stream().map(p -> p + ";version=2.0.20").toArray(String[]::new);
        return List.of(
                systemPackages(packages),
                frameworkProperty("org.osgi.framework.system.capabilities.extra")
                        .value(
                                "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=\"1.0.0\","
                                        + "osgi.extender;osgi.extender=\"osgi.serviceloader.processor\";version:Version=\"1.0.0\""),
                frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
                frameworkProperty("felix.cm.dir").value(configurations().toString()),
                frameworkStartLevel(10),
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                junitBundles(),
                cleanCaches());
    }

    /** What the launcher tells the bundles about the app. */
    private static List<Option> app() {
        Path app = Path.of("src/test/app").toAbsolutePath();
        return Map.of(
                        "lynchet.version",
                        "0.1.0",
                        "lynchet.app",
                        app.toString(),
                        "lynchet.manifest",
                        app.resolve("manifest.json").toString(),
                        "lynchet.data",
                        folder().toString(),
                        "lynchet.dev",
                        "false",
                        "lynchet.rate.limit",
                        "off",
                        "lynchet.accept.data.loss",
                        "",
                        "lynchet.admin.token",
                        LivingApp.TOKEN,
                        "lynchet.started.millis",
                        Long.toString(System.currentTimeMillis()))
                .entrySet()
                .stream()
                .<Option>map(property -> frameworkProperty(property.getKey()).value(property.getValue()))
                .toList();
    }

    /** Where Config Admin finds what the launcher would have pushed: any free port. */
    private static Path configurations() {
        Path folder = folder();
        Path listener = folder.resolve("io/lynchet/listener.config");
        try {
            Files.createDirectories(listener.getParent());
            Files.writeString(listener, "service.pid=\"io.lynchet.listener\"\nport=I\"0\"\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/data")), "features")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
