// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.option.SocketOptions;
import io.lynchet.itests.bench.option.UsageException;
import io.lynchet.itests.bench.server.BenchException;
import io.lynchet.itests.bench.server.Footprint;
import io.lynchet.itests.bench.server.Patience;
import io.lynchet.itests.bench.server.ServerProcess;
import io.lynchet.itests.bench.socket.FarmSocket;
import io.lynchet.itests.bench.socket.SocketFarm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Opens sockets that say nothing, and measures what they cost the server in memory, threads and processor time. */
final class IdleSocketsBench {
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SocketOptions options;
    private final PrintStream out;

    IdleSocketsBench(SocketOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    Map<String, Object> run() throws UsageException, BenchException, InterruptedException {
        try (ServerProcess server = new ServerProcess(options.all().command())) {
            server.awaitFirstAnswer(options.all().targets().get(0), START_LIMIT_NANOS);
            Target target = server.address(options.all().targets().get(0));
            warmUp(target);
            Footprint before = Footprint.of(server);
            Map<String, Object> json = new LinkedHashMap<>();
            try (SocketFarm farm = new SocketFarm(target.resolve("/"))) {
                open(farm, target, options.sockets());
                double microsBefore = server.processorMicros();
                LockSupport.parkNanos(options.all().measured().toNanos());
                double share = (server.processorMicros() - microsBefore)
                        / (options.all().measured().toNanos() / 1e3);
                Footprint with = Footprint.of(server);
                json.put("sockets", options.sockets());
                json.put("heapBytesPerSocket", perSocket(with.heapKilobytes() - before.heapKilobytes()));
                json.put("residentBytesPerSocket", perSocket(with.residentKilobytes() - before.residentKilobytes()));
                json.put("threadsBefore", before.threads());
                json.put("threads", with.threads());
                json.put("processorShare", share);
            }
            json.forEach((name, value) -> out.printf(
                    Locale.ROOT,
                    "idle-sockets  %-24s %s%n",
                    name,
                    value instanceof Double d ? String.format(Locale.ROOT, "%.3f", d) : value));
            return json;
        } catch (IOException e) {
            throw new BenchException(69, "can't measure the server: " + e.getMessage());
        }
    }

    /** Classes and code that the first sockets bring are no cost of a socket. */
    private void warmUp(Target target) throws IOException, BenchException, InterruptedException {
        try (SocketFarm farm = new SocketFarm(target.resolve("/"))) {
            open(farm, target, Math.min(options.sockets(), 200));
        }
    }

    private double perSocket(long kilobytes) {
        return kilobytes * 1024.0 / options.sockets();
    }

    private void open(SocketFarm farm, Target target, int count) throws BenchException, InterruptedException {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            farm.open(options.opening(target, "/api/live", i), new SocketFarm.Ear() {
                @Override
                public void opened(FarmSocket socket) {
                    opened.incrementAndGet();
                }

                @Override
                public void text(ByteBuffer text) {}

                @Override
                public void closed(int code) {
                    ended.set(code);
                }
            });
        }
        boolean all = Patience.until(PATIENCE, () -> opened.get() == count || ended.get() != 0);
        if (!all || ended.get() != 0) {
            throw new BenchException(
                    1, opened.get() + " of " + count + " sockets were opened; the last end had code " + ended.get());
        }
    }
}
