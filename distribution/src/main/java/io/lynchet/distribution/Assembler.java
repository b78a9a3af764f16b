// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
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
    private final List<Setting> settings = new ArrayList<>();
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
            if (artifact.isOurs()) {
                settings.addAll(MetatypeReader.read(artifact));
            }
        }
    }

    /**
     * Makes the jar.
     *
     * @param arguments the folder of jars in repository layout, the root of the source tree, the jar to write, the
     *     folder for the files that the archive has beside the jar, the repository for authors of bundles
     */
    public static void main(String[] arguments) throws IOException {
        Path repository = Path.of(arguments[0]);
        Path root = Path.of(arguments[1]);
        Path jar = Path.of(arguments[2]);
        Path files = Path.of(arguments[3]);
        Assembler assembler = new Assembler(repository, root);
        assembler.writeFiles(files);
        assembler.writeJar(jar, files);
        PublishedRepository.finish(Path.of(arguments[4]));
    }

    /** What is beside the jar in the archive, and what of it is generated. */
    private void writeFiles(Path folder) throws IOException {
        Files.createDirectories(folder);
        new Notices(artifacts.values()).write(folder);
        Files.copy(root.resolve("LICENSE"), folder.resolve("LICENSE"), StandardCopyOption.REPLACE_EXISTING);
        copyTree(root.resolve("distribution/src/main/docs"), folder.resolve("docs"));
        // Last: the committed copy of its table, which the pages link to, may be behind; a test tells.
        new SettingFiles(settings).write(folder);
        copyTree(root.resolve("distribution/src/main/licences"), folder.resolve("licences"));
    }

    private void writeJar(Path jar, Path files) throws IOException {
        try (JarWriter out = new JarWriter(jar)) {
            out.put("META-INF/MANIFEST.MF", manifest());
            out.put("META-INF/lynchet/version", artifacts.get(LAUNCHER).version() + "\n");
            out.put("META-INF/lynchet/slf4j", artifacts.get(SLF4J).version() + "\n");
            out.put(
                    "META-INF/lynchet/features",
                    String.join("\n", features.texts().keySet()) + "\n");
            out.put("META-INF/lynchet/settings.json", settingsJson());
            for (Map.Entry<String, String> feature : features.texts().entrySet()) {
                out.put("features/" + feature.getKey() + ".json", feature.getValue());
            }
            for (Artifact bundle : features.nested().values()) {
                out.put("bundles/" + bundle.symbolicName() + ".jar", Files.readAllBytes(bundle.file()));
            }
            for (Path file : files(files)) {
                out.put(name(files, file), Files.readAllBytes(file));
            }
            writeFlat(out);
        }
    }

    /**
     * The launcher and the framework come first: where two jars bring the same class of the specification, they win. A
     * library of which a bundle has a part inside is not for the class path.
     */
    private void writeFlat(JarWriter out) throws IOException {
        FlatMerge merge = new FlatMerge(out);
        Set<String> embedded = new HashSet<>();
        for (Artifact bundle : features.nested().values()) {
            embedded.addAll(code(bundle));
        }
        List<Artifact> ordered = new ArrayList<>();
        ordered.add(artifacts.get(LAUNCHER));
        ordered.add(artifacts.get("org.apache.felix:org.apache.felix.framework"));
        artifacts.values().stream()
                .filter(artifact -> !features.nested().containsKey(artifact.key()))
                .filter(artifact -> !ordered.contains(artifact))
                .toList()
                .forEach(ordered::add);
        for (Artifact artifact : ordered) {
            if (features.flat().containsKey(artifact.key()) || !isInside(artifact, embedded)) {
                merge.add(artifact);
            }
        }
        merge.finish();
    }

    /** Classes and inner jars, the latter by their file names, which are those of the library without a version. */
    private static Set<String> code(Artifact artifact) throws IOException {
        try (JarFile jar = new JarFile(artifact.file().toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".jar") || (name.endsWith(".class") && !name.endsWith("-info.class")))
                    .map(name -> name.endsWith(".jar") ? name.substring(name.lastIndexOf('/') + 1) : name)
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isInside(Artifact library, Set<String> embedded) throws IOException {
        return embedded.contains(library.key().substring(library.key().indexOf(':') + 1) + ".jar")
                || code(library).stream().anyMatch(embedded::contains);
    }

    private byte[] manifest() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "io.lynchet.launcher.command.Main");
        main.put(Attributes.Name.IMPLEMENTATION_TITLE, "Lynchet");
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, artifacts.get(LAUNCHER).version());
        main.put(Attributes.Name.MULTI_RELEASE, "true");
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private String settingsJson() {
        return settings.stream()
                .map(setting -> JsonFormat.of(json(setting)))
                .collect(Collectors.joining(",\n", "{\"settings\": [\n", "\n]}\n"));
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

    private static void copyTree(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            for (Path file : files(from)) {
                Path target = to.resolve(name(from, file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
