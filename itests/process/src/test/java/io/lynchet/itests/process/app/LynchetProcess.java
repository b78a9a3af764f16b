// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.launcher.Lynchet;
import io.lynchet.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real jar in a process of its own, as a user would start it. Killed at the latest when closed. */
public final class LynchetProcess implements AutoCloseable {
    public static final String TOKEN = "admin-token-of-the-test";
    public static final Pattern READY = Pattern.compile(
            "Lynchet ready on (http://\\S+:\\d+) in (\\d+) ms \\((\\S+) (\\S+), (\\d+) (entity|entities)\\)");

    private static final Map<String, String> UNLIMITED =
            Map.of("LYNCHET_ADMIN_TOKEN", TOKEN, "LYNCHET_RATE_LIMIT", "off");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path errors;
    private final BufferedReader output;

    private LynchetProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts {@code java -jar lynchet.jar words...}; what it says on standard error goes into a file of the folder. */
    public static LynchetProcess start(Path folder, Map<String, String> environment, String... words)
            throws IOException {
        return start(folder, java(List.of()), environment, words);
    }

    /** Writes the app of {@code lynchet init} there. */
    public static void init(Path folder, Path app) throws IOException, InterruptedException {
        try (LynchetProcess init = start(folder, Map.of(), "init", app.toString())) {
            if (init.exitCode() != 0) {
                throw new AssertionError("init failed: " + init.errors());
            }
        }
    }

    /** The words of a command line before those of {@code lynchet}. */
    public static List<String> program() {
        return java(List.of());
    }

    /** @param options of the JVM */
    private static List<String> java(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // First, so that options may say something else. With assertions the router sends nothing that its routes have
        // not described. The optimizing compiler takes a third of the processor time of a start, and pays only later;
        // the collector is the one of bin/lynchet.
        command.addAll(List.of("-ea:io.lynchet...", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(ClassArchive.options(List.copyOf(command), jar()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /** Like {@link #start} with options of the JVM, and without request limits. */
    public static LynchetProcess startWith(Path folder, List<String> options, String... words) throws IOException {
        return startWith(folder, options, Map.of(), words);
    }

    /** Like {@link #startWith}, but with the limits of requests that a server has by itself. */
    static LynchetProcess startLimited(
            Path folder, List<String> options, Map<String, String> environment, String... words) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("LYNCHET_ADMIN_TOKEN", TOKEN);
        return start(folder, java(options), all, words);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** @param environment in addition */
    public static LynchetProcess startWith(
            Path folder, List<String> options, Map<String, String> environment, String... words) throws IOException {
        return start(folder, java(options), unlimited(environment), words);
    }

    private static Map<String, String> unlimited(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(UNLIMITED);
        all.putAll(more);
        return all;
    }

    /**
     * Starts {@code java -jar} of an unpacked archive with {@link #TOKEN}, on a JVM that need not be the one of the
     * test.
     */
    public static LynchetProcess startOn(Path folder, Path java, Path jar, String... words) throws IOException {
        return start(folder, List.of(java.toString(), "-jar", jar.toString()), UNLIMITED, words);
    }

    /** Unpacks the archive of the build into a folder, which then has {@code bin/lynchet}. */
    public static void unpack(Path home) throws IOException, InterruptedException {
        Path archive;
        try (Stream<Path> files = Files.list(jar().getParent())) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
        Process tar = new ProcessBuilder(
                        "tar", "xzf", archive.toString(), "-C", home.toString(), "--strip-components", "1")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new AssertionError("tar can't unpack " + archive);
        }
    }

    /** Starts the script of an unpacked archive. */
    public static LynchetProcess startScript(Path folder, Path script, Map<String, String> environment, String... words)
            throws IOException {
        return start(folder, List.of(script.toString()), environment, words);
    }

    private static LynchetProcess start(
            Path folder, List<String> program, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        return launch(folder, environment, command);
    }

    private static LynchetProcess launch(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path errors = Files.createTempFile(folder, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LYNCHET_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(environment);
        return new LynchetProcess(builder.start(), errors);
    }

    /**
     * Serves an app on a free port with {@link #TOKEN} and without request limits: all requests of a test come from one
     * address.
     */
    public static LynchetProcess run(Path folder, Path app, String... more) throws IOException {
        return run(folder, app, Map.of(), more);
    }

    /** @param environment in addition */
    public static LynchetProcess run(Path folder, Path app, Map<String, String> environment, String... more)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("run", app.toString(), "--port", "0"));
        words.addAll(List.of(more));
        return start(folder, unlimited(environment), words.toArray(new String[0]));
    }

    /** Like {@link #run} on a port that another process has had before. */
    static LynchetProcess runOn(Path folder, Path app, int port) throws IOException {
        return start(folder, UNLIMITED, "run", app.toString(), "--port", Integer.toString(port));
    }

    /**
     * Serves an app with its data on a small disk of its own, mounted in a name space that nobody else sees, with a
     * filler of a quarter of its size on it. Needs Linux, and no rights where users may make name spaces.
     */
    public static LynchetProcess runOnDisk(Path folder, Path app, Path disk, int mebibytes) throws IOException {
        String filler = " && head -c " + mebibytes / 4 + "M /dev/zero > \"$0/filler\"";
        return runMounted(folder, app, disk, "size=" + mebibytes + "m", filler, List.of());
    }

    /** Like {@link #runOnDisk} on a disk from which nothing may be run, with options of the JVM. */
    public static LynchetProcess runWithoutPrograms(Path folder, Path app, Path disk, List<String> options)
            throws IOException {
        return runMounted(folder, app, disk, "noexec,size=32m", "", options);
    }

    private static LynchetProcess runMounted(
            Path folder, Path app, Path disk, String mount, String more, List<String> options) throws IOException {
        String script = "mount -t tmpfs -o " + mount + " tmpfs \"$0\"" + more + " && exec \"$@\"";
        List<String> command =
                new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c", script, disk.toString()));
        command.addAll(java(options));
        command.addAll(List.of(
                "run",
                app.toString(),
                "--port",
                "0",
                "--data",
                disk.resolve("data").toString()));
        return launch(folder, UNLIMITED, command);
    }

    /** Removes the filler of {@link #runOnDisk}. */
    public void freeSpace(Path disk) throws IOException {
        Files.delete(Path.of("/proc/" + process.pid() + "/root" + disk.resolve("filler")));
    }

    public static Path jar() {
        try {
            return Path.of(Lynchet.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the ready line; fails with what was said instead. */
    public String awaitReady() throws IOException {
        String line = output.readLine();
        if (line == null || !READY.matcher(line).matches()) {
            throw new AssertionError("not ready but: " + line + "\n" + errors());
        }
        return line;
    }

    public static URI url(String readyLine) {
        Matcher matcher = READY.matcher(readyLine);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(readyLine);
        }
        return URI.create(matcher.group(1));
    }

    /** Everything on standard output that was not read yet; waits for its end. */
    public String restOfOutput() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    /**
     * Standard error, without what JDK 24 and later say there past everybody about a call of the framework's: a jar
     * can't carry the flag that keeps them from it.
     */
    public String errors() throws IOException {
        return Files.readString(errors).replaceAll("(?m)^WARNING: .*(sun\\.misc\\.Unsafe|SecureAction).*\\R", "");
    }

    /** Waits until the process has said something on standard error. */
    public void awaitErrors(String text) throws IOException {
        try {
            Await.until("'" + text + "'", PATIENCE, () -> said(text));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but it said: " + errors(), e);
        }
    }

    private boolean said(String text) {
        try {
            return errors().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        // Not Process.destroy, which closes the streams before they were read.
        process.toHandle().destroy();
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** SIGKILL. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for the end and returns the exit code. */
    public int exitCode() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE.toSeconds() + " s\n" + errors());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
