// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Merges jars into one without losing who brought what: the manifest and the list of entries of each are kept under
 * {@code META-INF/lynchet/flat/NAME/}, and so is every file that two jars bring with different content.
 */
final class FlatMerge {
    private static final String FLAT = "META-INF/lynchet/flat/";
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern DROPPED = Pattern.compile(
            "(META-INF/versions/\\d+/)?module-info\\.class|META-INF/INDEX\\.LIST|META-INF/[^/]+\\.(SF|RSA|DSA|EC)|META-INF/maven/.*|OSGI-OPT/.*");

    /** The specification's own classes are embedded by several jars of Felix; the first one (the framework's) wins. */
    private static final Pattern TWICE =
            Pattern.compile("org/osgi/.*|(META-INF|OSGI-INF/l10n)/[^/]*|[^/]*\\.(html|txt|md)|LICENSE|NOTICE");

    private final JarWriter out;
    private final Map<String, Set<String>> services = new TreeMap<>();
    private final Map<String, String> owner = new LinkedHashMap<>();
    private final List<String> clashes = new ArrayList<>();

    FlatMerge(JarWriter out) {
        this.out = out;
    }

    void add(Artifact artifact) throws IOException {
        String home = FLAT + artifact.symbolicName() + "/";
        List<String> entries = new ArrayList<>();
        try (JarFile jar = new JarFile(artifact.file().toFile())) {
            refuseInnerJars(artifact, jar);
            for (JarEntry entry : jar.stream().toList()) {
                if (DROPPED.matcher(entry.getName()).matches()) {
                    continue;
                }
                if (!entry.isDirectory()) {
                    entries.add(entry.getName());
                    try (InputStream in = jar.getInputStream(entry)) {
                        addFile(artifact, home, entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        out.put(home + "entries", String.join("\n", entries) + "\n");
    }

    private void addFile(Artifact artifact, String home, String name, byte[] bytes) throws IOException {
        if (name.equals(JarFile.MANIFEST_NAME)) {
            out.put(home + "MANIFEST.MF", bytes);
        } else if (name.startsWith(SERVICES)) {
            out.put(home + name, bytes);
            new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(services.computeIfAbsent(name, any -> new LinkedHashSet<>())::add);
        } else if (out.differs(name, bytes)) {
            if (!TWICE.matcher(name).matches()) {
                clashes.add(name + " of " + artifact.id() + " and of " + owner.get(name));
            }
            if (!name.endsWith(".class")) {
                out.put(home + name, bytes);
            }
        } else {
            owner.putIfAbsent(name, artifact.id());
            out.put(name, bytes);
        }
    }

    /** A jar inside a flat bundle would not be on the class path. */
    private static void refuseInnerJars(Artifact artifact, JarFile jar) throws IOException {
        String classPath = jar.getManifest() == null
                ? null
                : jar.getManifest().getMainAttributes().getValue("Bundle-ClassPath");
        if (classPath != null && classPath.contains(".jar")) {
            throw new IllegalStateException(artifact.id() + " embeds jars (" + classPath
                    + "), so it cannot be flat. Make it an ordinary bundle.");
        }
    }

    /** Writes the joined service files; to be called once, after the last jar. */
    void finish() throws IOException {
        if (!clashes.isEmpty()) {
            throw new IllegalStateException(
                    "these files differ between jars of the flat class path: " + String.join("; ", clashes));
        }
        for (Map.Entry<String, Set<String>> service : services.entrySet()) {
            out.put(service.getKey(), String.join("\n", service.getValue()) + "\n");
        }
    }
}
