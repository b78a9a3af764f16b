// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The dependency rule as the framework will enforce it: what the bundles' own manifests import and export.
 *
 * <p>The manifests are those that the build has just made, so this module comes after the bundles in the reactor.
 */
public final class BundleManifests {

    private static final String STORE_CONTRACT = "io.lynchet.api.store";

    private BundleManifests() {}

    /** The manifest that the build made for the bundle in this folder. */
    public static Attributes built(Path root, String bundle) {
        Path file = root.resolve("bundles").resolve(bundle).resolve("target/classes/META-INF/MANIFEST.MF");
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("Build the bundles first (mvn test -pl itests/tidy -am): no " + file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Manifest(in).getMainAttributes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything in the manifest of the bundle in this folder that breaks the dependency rule. */
    public static List<String> problems(String bundle, Attributes manifest) {
        List<String> problems = new ArrayList<>();
        String own = "io.lynchet." + bundle.replace('-', '.');
        if (!own.equals(manifest.getValue("Bundle-SymbolicName"))) {
            problems.add("Bundle-SymbolicName must be " + own);
        }
        for (String banned : List.of("Require-Bundle", "DynamicImport-Package", "Bundle-ClassPath")) {
            if (manifest.getValue(banned) != null) {
                problems.add(banned + " hides what a bundle needs: import packages instead");
            }
        }
        exports(bundle, own, manifest, problems);
        imports(bundle, own, manifest, problems);
        return problems;
    }

    private static void exports(String bundle, String own, Attributes manifest, List<String> problems) {
        for (String name : packages(manifest.getValue("Export-Package"))) {
            if (!Set.of("api", "json").contains(bundle)) {
                problems.add("exports " + name + "; only api and json export: put the contract into api");
            } else if (!within(name, own)) {
                problems.add("exports " + name + ", which is not its own");
            }
        }
    }

    private static void imports(String bundle, String own, Attributes manifest, List<String> problems) {
        for (String name : packages(manifest.getValue("Import-Package"))) {
            // The leases in api follow the services of the framework, which every bundle runs in.
            if (bundle.equals("api")
                    && !name.startsWith("java.")
                    && !within(name, own)
                    && !name.equals("org.osgi.framework")) {
                problems.add("imports " + name + "; api stands on the JDK alone: use a type of api");
            } else if (within(name, STORE_CONTRACT) && !mayReachRows(bundle)) {
                problems.add("imports " + name + "; rows are reached through DataService only");
            } else if (within(name, "io.lynchet")
                    && !within(name, own)
                    && !within(name, "io.lynchet.api")
                    && !within(name, "io.lynchet.json")) {
                problems.add("imports " + name + " of another part: ask for its service by a contract in api");
            }
        }
    }

    /** Whether a bundle may use the store contract: the data service, backups, and the stores themselves. */
    static boolean mayReachRows(String bundle) {
        return Set.of("api", "data", "backup").contains(bundle) || bundle.startsWith("store-");
    }

    private static boolean within(String name, String root) {
        return name.equals(root) || name.startsWith(root + ".");
    }

    /** The package names of an OSGi header; quoted attributes may hold commas. */
    static List<String> packages(String header) {
        if (header == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String clause : header.replaceAll("\"[^\"]*\"", "").split(",", -1)) {
            for (String part : clause.split(";", -1)) {
                if (!part.contains("=") && !part.isBlank()) {
                    names.add(part.strip());
                }
            }
        }
        return names;
    }
}
