// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive of the classes of the jar, as {@code bin/lynchet} makes one, for all processes of these tests: it saves a
 * quarter of the processor time of a start. The first test makes it, and those of other JVMs wait meanwhile.
 */
final class ClassArchive {
    private static final String APP = """
            {"manifest_version":1,"name":"trained","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Note","allow":"data.text != null"}]}
            """;

    /** A JVM that can't use the archive, for it has an agent, say, goes without it and does not say so. */
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-Xlog:class+path=off");

    private static Path made;

    private ClassArchive() {}

    /**
     * Returns the options of a JVM that uses the archive.
     *
     * @param java the JVM with the options that all processes have
     */
    static synchronized List<String> options(List<String> java, Path jar) {
        try {
            if (made == null) {
                made = make(java, jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> options = new ArrayList<>(QUIET);
        options.add("-XX:SharedArchiveFile=" + made);
        return options;
    }

    private static Path make(List<String> java, Path jar) throws IOException {
        Path folder = Path.of("target").toAbsolutePath();
        String of = Runtime.version() + "-" + Files.getLastModifiedTime(jar).toMillis();
        Path archive = folder.resolve("classes-" + of + ".jsa");
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !Files.exists(archive)) {
                Path unfinished = folder.resolve("classes-unfinished.jsa");
                train(java, jar, unfinished);
                Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return archive;
    }

    /** Runs a server, whose JVM writes the classes that it has loaded when it ends. */
    private static void train(List<String> java, Path jar, Path archive) throws IOException {
        Path app = Files.createTempDirectory(archive.getParent(), "trained");
        Files.writeString(app.resolve("manifest.json"), APP);
        List<String> command = new ArrayList<>(java);
        command.addAll(QUIET);
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(List.of("-jar", jar.toString(), "run", app.toString(), "--port", "0"));
        Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith("Lynchet ready")) {
                    // Not Process.destroy, which closes the stream that is being read.
                    server.toHandle().destroy();
                }
            }
        }
        server.onExit().join();
        if (!Files.exists(archive)) {
            throw new AssertionError("no archive of classes: " + said);
        }
    }
}
