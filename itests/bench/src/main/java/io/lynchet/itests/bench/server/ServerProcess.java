// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.server;

import io.lynchet.itests.bench.load.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server that this process started, with the moments at which it became ready. */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Lynchet ready(?: on (http://\\S+))?");
    private static final int LINES_KEPT = 20;
    private static final long POLL_NANOS = 2_000_000;

    private final Process process;
    private final long startedAt;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(r -> {
        Thread thread = Executors.defaultThreadFactory().newThread(r);
        thread.setName("lynchet-bench-output");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile String readyAddress;
    private volatile long readyAt;

    public ServerProcess(List<String> command) throws IOException {
        startedAt = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // All load comes from one address, and what is measured is not how fast a server refuses.
        builder.environment().putIfAbsent("LYNCHET_RATE_LIMIT", "off");
        process = builder.start();
        reader.execute(this::readOutput);
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher ready = READY.matcher(line);
                if (readyAt == 0 && ready.find()) {
                    readyAddress = ready.group(1);
                    readyAt = System.nanoTime();
                }
                keep(line);
            }
        } catch (IOException e) {
            keep("(the output could not be read further: " + e.getMessage() + ")");
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > LINES_KEPT) {
                lastLines.remove();
            }
        }
    }

    /**
     * Asks for /health until it answers 200, and returns the time since the start in milliseconds. An address in the
     * ready line goes before the given one, so that a server may choose its port.
     */
    public double awaitFirstAnswer(Target target, long limitNanos) throws BenchException {
        while (System.nanoTime() - startedAt < limitNanos) {
            if (!process.isAlive()) {
                throw new BenchException(1, "the server ended with " + process.exitValue() + ":\n" + output());
            }
            if (healthy(readyAddress == null ? target : Target.parse(readyAddress))) {
                return (System.nanoTime() - startedAt) / 1e6;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new BenchException(1, "no 200 from " + target + "/health in time:\n" + output());
    }

    /** Time from the start to the ready line in milliseconds; negative if none was printed. */
    public double readyMillis() {
        return readyAt == 0 ? -1 : (readyAt - startedAt) / 1e6;
    }

    private static boolean healthy(Target target) {
        try (Socket socket = new Socket(target.address().getAddress(), target.port())) {
            socket.setSoTimeout(5000);
            String request = "GET " + target.prefix() + "/health HTTP/1.1\r\nHost: " + target.authority()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException notYet) {
            // Refused or cut: it is not serving yet, which is what the caller waits for.
            return false;
        }
    }

    /** The address of the ready line, else the given one. */
    public Target address(Target given) {
        return readyAddress == null ? given : Target.parse(readyAddress);
    }

    long pid() {
        return process.pid();
    }

    /** Processor time that it has taken so far, in microseconds. */
    public double processorMicros() {
        return process.info().totalCpuDuration().orElse(java.time.Duration.ZERO).toNanos() / 1e3;
    }

    long threads() throws IOException {
        return status(process.pid(), "Threads:");
    }

    /**
     * Resident memory of the process and all its descendants in kB, as Linux counts it: shared pages count each time.
     */
    public long residentKilobytes() throws IOException {
        long total = 0;
        for (ProcessHandle p : family()) {
            total += status(p.pid(), "VmRSS:");
        }
        return total;
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private static long status(long pid, String key) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private String output() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    /** Asks it to end, and returns how long that took in milliseconds. */
    public double stop() throws InterruptedException {
        long from = System.nanoTime();
        List<ProcessHandle> family = family();
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        double millis = (System.nanoTime() - from) / 1e6;
        family.forEach(ProcessHandle::destroyForcibly);
        reader.shutdownNow();
        return millis;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
