// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import io.lynchet.launcher.jar.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The features as written ({@code "id": "group:artifact"}), turned into the features as packed ({@code "id":
 * "group:artifact:version"}, {@code "symbolic-name"}): versions are told once, in the build.
 */
final class PackedFeatures {
    private final Map<String, Artifact> artifacts;
    private final Map<String, Artifact> flat = new LinkedHashMap<>();
    private final Map<String, Artifact> nested = new LinkedHashMap<>();
    private final Map<String, String> texts = new TreeMap<>();

    PackedFeatures(Path folder, Map<String, Artifact> artifacts) throws IOException {
        this.artifacts = artifacts;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(any -> any.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                read(file);
            }
        }
    }

    private void read(Path file) throws IOException {
        Map<String, Object> feature = JsonFile.object(file.toString(), Files.readAllBytes(file));
        List<Object> bundles = new ArrayList<>();
        for (Object bundle : (List<?>) feature.getOrDefault("bundles", List.of())) {
            bundles.add(pack(file, (Map<?, ?>) bundle));
        }
        Map<String, Object> packed = new LinkedHashMap<>(feature);
        packed.put("bundles", bundles);
        texts.put(file.getFileName().toString().replaceFirst("\\.json$", ""), JsonFormat.of(packed) + "\n");
    }

    private Map<String, Object> pack(Path file, Map<?, ?> bundle) {
        Artifact artifact = artifacts.get(String.valueOf(bundle.get("id")));
        if (artifact == null) {
            throw new IllegalStateException(file + " names " + bundle.get("id")
                    + ", which is not a dependency of the distribution. Add it to distribution/pom.xml, or"
                    + " correct the id.");
        }
        boolean onClassPath = Boolean.TRUE.equals(bundle.get("flat"));
        (onClassPath ? flat : nested).put(artifact.key(), artifact);
        Map<String, Object> packed = new LinkedHashMap<>();
        packed.put("id", artifact.id());
        packed.put("symbolic-name", artifact.symbolicName());
        bundle.forEach((key, value) -> packed.putIfAbsent(key.toString(), value));
        return packed;
    }

    /** Bundles of the class path, by {@code group:artifact}. */
    Map<String, Artifact> flat() {
        return flat;
    }

    /** Bundles with loaders of their own. */
    Map<String, Artifact> nested() {
        return nested;
    }

    /** The packed text by feature name. */
    Map<String, String> texts() {
        return texts;
    }
}
