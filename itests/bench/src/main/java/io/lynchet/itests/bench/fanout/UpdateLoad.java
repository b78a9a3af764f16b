// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.fanout;

import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.option.SocketOptions;
import io.lynchet.itests.bench.option.UsageException;
import io.lynchet.itests.bench.server.BenchException;
import io.lynchet.itests.bench.server.Server;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Updates of rows at fixed moments, whatever the server does; the number of the write goes into the row. */
final class UpdateLoad implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Target target;
    private final SocketOptions options;
    private final Deliveries deliveries;
    private final AtomicLong failed = new AtomicLong();
    private final Phaser running = new Phaser(1);
    private List<String> rows = List.of();

    UpdateLoad(Target target, SocketOptions options, Deliveries deliveries) {
        this.target = target;
        this.options = options;
        this.deliveries = deliveries;
    }

    static String group(int number) {
        return "g" + number;
    }

    /** Deals the rows to the groups: row i belongs to group i modulo their number. */
    void place(List<String> ids, int groups) throws UsageException, BenchException, InterruptedException {
        rows = ids;
        Server server = new Server(target, options.all().token());
        for (int i = 0; i < ids.size(); i++) {
            server.patched(path(i), "{\"title\":\"placed\",\"owner\":\"" + group(i % groups) + "\"}");
        }
    }

    private String path(int number) {
        return "/api/entities/" + options.all().entity() + "/" + rows.get(number % rows.size());
    }

    /** Sends writes with the numbers from {@code first} to before {@code end}; returns when the last one is sent. */
    void send(int first, int end) throws UsageException {
        double between = 1e9 / options.all().rate();
        long began = System.nanoTime();
        for (int i = first; i < end; i++) {
            long moment = began + (long) ((i - first) * between);
            for (long wait = moment - System.nanoTime(); wait > 0; wait = moment - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            deliveries.sent(i, moment);
            send(i);
        }
    }

    private void send(int number) throws UsageException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(path(number)))
                .timeout(options.all().timeout())
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"title\":\"@" + number + "\"}"));
        options.all().token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        running.register();
        var unused = client.sendAsync(request.build(), BodyHandlers.discarding())
                .whenComplete((answer, problem) -> {
                    if (problem != null || answer.statusCode() / 100 != 2) {
                        failed.incrementAndGet();
                    }
                    running.arriveAndDeregister();
                });
    }

    /** Waits until every write has been answered or has failed. */
    void awaitAnswers() throws UsageException, InterruptedException, BenchException {
        Duration patience = options.all().timeout().plusSeconds(5);
        try {
            running.awaitAdvanceInterruptibly(running.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new BenchException(1, "writes were not answered within " + patience.toSeconds() + " s");
        }
    }

    long failed() {
        return failed.get();
    }

    /** The client's threads end by themselves when nothing refers to it. */
    @Override
    public void close() {
        running.forceTermination();
    }
}
