// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassWriter;

/** The jar of {@link CrashAgent}, made when a test needs it. */
public final class CrashJar {
    private static final List<String> CLASSES =
            List.of("CrashAgent", "CrashAgent$Weaver", "CrashCode", "CrashCode$Body", "CrashPoint");

    private CrashJar() {}

    /** Makes the jar in a folder. */
    public static Path make(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                ClassWriter.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        attributes.putValue("Premain-Class", CrashAgent.class.getName());
        Path jar = folder.resolve("crash-agent.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest)) {
            for (String name : CLASSES) {
                try (InputStream bytes = CrashJar.class.getResourceAsStream(name + ".class")) {
                    entries.putNextEntry(
                            new ZipEntry(CrashJar.class.getPackageName().replace('.', '/') + "/" + name + ".class"));
                    bytes.transferTo(entries);
                }
            }
        }
        return jar;
    }
}
