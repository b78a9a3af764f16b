// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        PackedJar jar = PackedJar.open();
        Path storage = Files.createTempDirectory("lynchet");
        List<Feature> features = jar.featureNames().stream()
                .filter(n -> !n.equals("store-memory"))
                .map(jar::feature)
                .toList();
        try (Kernel kernel = Kernel.start(jar, features, Map.of(), Map.of("lynchet.version", jar.version()), storage)) {
            System.out.println(Readiness.states(kernel.context()));
        }
    }
}
