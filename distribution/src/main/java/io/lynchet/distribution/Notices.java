// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** Gives credit: a NOTICE that names every library and its licence, and the licence texts that the libraries bring. */
final class Notices {
    private static final Pattern TEXT = Pattern.compile(
            "(META-INF/)?(LICENSE|LICENCE|NOTICE|COPYING|about)[^/]*|META-INF/(licenses|maven/[^/]+/[^/]+)/LICENSE[^/]*",
            Pattern.CASE_INSENSITIVE);

    /** Of libraries that say it in a file or a pom only, by group and artifact, or by group. */
    private static final Map<String, String> SAID_ELSEWHERE = Map.of(
            "software.amazon.awssdk", "Apache-2.0",
            "org.apache.httpcomponents.client5", "Apache-2.0",
            "org.apache.httpcomponents.core5", "Apache-2.0",
            "org.reactivestreams", "MIT-0, https://spdx.org/licenses/MIT-0.html",
            "org.bouncycastle:bcprov-jdk18on", "MIT, https://www.bouncycastle.org/licence.html",
            "com.eatthepath:java-otp", "MIT, https://github.com/jchambers/java-otp/blob/main/LICENSE.md");

    private final List<Artifact> libraries;

    Notices(Collection<Artifact> artifacts) {
        libraries = artifacts.stream().filter(artifact -> !artifact.isOurs()).toList();
    }

    void write(Path folder) throws IOException {
        StringBuilder notice = new StringBuilder("""
                Lynchet
                Copyright the Lynchet authors. Licensed under the Apache License, Version 2.0; see LICENSE.

                This product contains these libraries, or parts of them, unchanged, under their own licences. The texts that they bring are in
                the folder licences.

                """);
        for (Artifact library : libraries) {
            notice.append(library.id())
                    .append("\n    ")
                    .append(licence(library))
                    .append('\n');
            copyTexts(library, folder.resolve("licences").resolve(library.symbolicName()));
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("NOTICE"), notice.toString());
    }

    private static String licence(Artifact library) {
        String name = library.id().substring(0, library.id().lastIndexOf(':'));
        String group = name.substring(0, name.indexOf(':'));
        String licence =
                SAID_ELSEWHERE.getOrDefault(name, SAID_ELSEWHERE.getOrDefault(group, library.header("Bundle-License")));
        if (licence == null) {
            throw new IllegalStateException(library.id() + " does not name its licence (no header Bundle-License)."
                    + " Add the licence to Notices, or remove the library.");
        }
        return licence;
    }

    private static void copyTexts(Artifact library, Path folder) throws IOException {
        try (JarFile jar = new JarFile(library.file().toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                if (!entry.isDirectory() && TEXT.matcher(name).matches() && !name.endsWith(".class")) {
                    Files.createDirectories(folder);
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.write(folder.resolve(name.substring(name.lastIndexOf('/') + 1)), in.readAllBytes());
                    }
                }
            }
        }
    }
}
