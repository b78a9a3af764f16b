// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Puts {@code lynchet.jar} together; run by the build, not part of what it makes. The layout, and why it is no shaded
 * jar, is told in the README of the launcher.
 */
public final class Assembler {
    private static final String LAUNCHER = "io.lynchet:lynchet-launcher";
    private static final String SLF4J = "org.slf4j:slf4j-api";

    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();
    private final PackedFeatures features;
    private final Path root;

    private Assembler(Path repository, Path root) throws IOException {
        this.root = root;
        for (Artifact artifact : Artifact.in(repository)) {
            artifacts.put(artifact.key(), artifact);
        }
        features = new PackedFeatures(root.resolve("features"), artifacts);
        for (Artifact artifact : artifacts.values()) {
            boolean used = features.flat().containsKey(artifact.key())
                    || features.nested().containsKey(artifact.key());
            if (artifact.isOurs() && !used && !artifact.key().equals(LAUNCHER)) {
                throw new IllegalStateException(
                        artifact.key() + " is a dependency of the distribution, but no feature names it.");
            }
        }
    }

    /**
     * Makes the jar.
     *
     * @param arguments the folder of jars in repository layout, the root of the source tree, the jar to write
     */
    public static void main(String[] arguments) throws IOException {
        Path repository = Path.of(arguments[0]);
        Path root = Path.of(arguments[1]);
        Path jar = Path.of(arguments[2]);
        new Assembler(repository, root).write(jar);
    }

    private void write(Path jar) throws IOException {
        try (JarWriter out = new JarWriter(jar)) {
            out.put("META-INF/MANIFEST.MF", manifest());
            out.put("META-INF/lynchet/version", artifacts.get(LAUNCHER).version() + "\n");
            out.put("META-INF/lynchet/slf4j", artifacts.get(SLF4J).version() + "\n");
            out.put(
                    "META-INF/lynchet/features",
                    String.join("\n", features.texts().keySet()) + "\n");
            out.put("META-INF/lynchet/settings.json", settings());
            for (Map.Entry<String, String> feature : features.texts().entrySet()) {
                out.put("features/" + feature.getKey() + ".json", feature.getValue());
            }
            for (Artifact bundle : features.nested().values()) {
                out.put("bundles/" + bundle.symbolicName() + ".jar", Files.readAllBytes(bundle.file()));
            }
            writeTree(out, root.resolve("distribution/src/main/docs"), "docs/");
            out.put("LICENSE", Files.readAllBytes(root.resolve("LICENSE")));
            writeFlat(out);
        }
    }

    /** The launcher and the framework come first: where two jars bring the same class of the specification, they win. */
    private void writeFlat(JarWriter out) throws IOException {
        FlatMerge merge = new FlatMerge(out);
        List<Artifact> ordered = new ArrayList<>();
        ordered.add(artifacts.get(LAUNCHER));
        ordered.add(artifacts.get("org.apache.felix:org.apache.felix.framework"));
        artifacts.values().stream()
                .filter(artifact -> !features.nested().containsKey(artifact.key()))
                .filter(artifact -> !ordered.contains(artifact))
                .toList()
                .forEach(ordered::add);
        for (Artifact artifact : ordered) {
            merge.add(artifact);
        }
        merge.finish();
    }

    private byte[] manifest() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "io.lynchet.launcher.Main");
        main.put(Attributes.Name.IMPLEMENTATION_TITLE, "Lynchet");
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, artifacts.get(LAUNCHER).version());
        main.put(Attributes.Name.MULTI_RELEASE, "true");
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private String settings() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Artifact artifact : artifacts.values()) {
            if (artifact.isOurs()) {
                for (Setting setting : MetatypeReader.read(artifact)) {
                    lines.add(JsonLines.of(json(setting)));
                }
            }
        }
        return "{\"settings\": [\n" + String.join(",\n", lines) + "\n]}\n";
    }

    private static Map<String, Object> json(Setting setting) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", setting.pid());
        json.put("key", setting.key());
        json.put("env", setting.environmentName());
        json.put("type", setting.type());
        json.put("many", setting.many());
        json.put("default", setting.fallback());
        json.put("min", setting.min());
        json.put("max", setting.max());
        json.put("options", setting.options());
        return json;
    }

    private static void writeTree(JarWriter out, Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                out.put(prefix + name, Files.readAllBytes(file));
            }
        }
    }
}
