// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run of the generator, from the first connection to the merged result. Start it, then {@link #await()} it, or
 * {@link #stop()} it early. Safe for several threads.
 */
public final class LoadRun {

    private final LoadSpec spec;
    private final RequestDeck deck;
    private final Window window = new Window();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final ExecutorService threads;
    private final List<Future<Tally>> tallies = new ArrayList<>();
    private final Runnable whenLate;
    private final AtomicBoolean toldLate = new AtomicBoolean();

    private LoadRun(LoadSpec spec, RequestDeck deck, Runnable whenLate) {
        this.spec = spec;
        this.deck = deck;
        this.whenLate = whenLate;
        ThreadFactory factory = Executors.defaultThreadFactory();
        this.threads = Executors.newFixedThreadPool(spec.shape().threads(), r -> {
            Thread thread = factory.newThread(r);
            thread.setName("lynchet-bench-load");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Connects and starts; returns when the window is open.
     *
     * @throws IOException if the server can't be reached; the message names it
     */
    public static LoadRun start(LoadSpec spec, RequestDeck deck) throws IOException {
        return start(spec, deck, () -> {});
    }

    /**
     * Starts, and calls {@code whenLate} once, when a request has waited for more than half of its time limit.
     *
     * @param whenLate runs on a thread of the generator, which sends and receives nothing meanwhile
     * @throws IOException as {@link #start(LoadSpec, RequestDeck)}
     */
    public static LoadRun start(LoadSpec spec, RequestDeck deck, Runnable whenLate) throws IOException {
        probe(spec);
        LoadRun run = new LoadRun(spec, deck, whenLate);
        run.launch();
        return run;
    }

    private static void probe(LoadSpec spec) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    spec.target().address(), (int) spec.timing().timeout().toMillis());
        } catch (IOException e) {
            throw new IOException(
                    "can't connect to " + spec.target() + ": " + e.getMessage() + " (is the server running?)", e);
        }
    }

    private void launch() {
        LoadSpec.Shape shape = spec.shape();
        CyclicBarrier barrier = new CyclicBarrier(shape.threads(), () -> {
            window.open(System.nanoTime(), spec.timing());
            opened.countDown();
        });
        for (int i = 0; i < shape.threads(); i++) {
            int share = shape.connections() / shape.threads() + (i < shape.connections() % shape.threads() ? 1 : 0);
            LoadLoop.Start start = new LoadLoop.Start(window, i, share, () -> pass(barrier), this::late);
            tallies.add(threads.submit(new LoadLoop(spec, deck, start)));
        }
        threads.shutdown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void late() {
        if (toldLate.compareAndSet(false, true)) {
            whenLate.run();
        }
    }

    private static void pass(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("the run was given up before it began", e);
        }
    }

    /** Lets no further request start; those under way are finished. Returns at once. */
    public void stop() {
        window.endAt(System.nanoTime());
    }

    /** Waits for the end of the window and for the answers still out, at most the request time limit longer. */
    public LoadResult await() throws InterruptedException {
        List<Tally> done = new ArrayList<>();
        try {
            for (Future<Tally> f : tallies) {
                done.add(f.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load generator failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        double seconds = Math.max(0, window.end() - window.recordFrom()) / 1e9;
        return new LoadResult(done, deck.kindNames(), seconds);
    }

    /** Runs from start to end on the caller's time. */
    public static LoadResult run(LoadSpec spec, RequestDeck deck) throws IOException, InterruptedException {
        return start(spec, deck).await();
    }

    /** A time so long that only {@link #stop()} ends the run. */
    static Duration openEnd() {
        return Duration.ofDays(365);
    }
}
