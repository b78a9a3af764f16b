// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Vitals;
import io.lynchet.shell.cli.TerminalText;
import io.lynchet.shell.wire.FrameWriter;
import io.lynchet.shell.wire.RequestReader;
import io.lynchet.shell.wire.ShellRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one client. One thread reads its lines, and another runs them in order. So the end of the connection
 * is noticed while a command runs, and interrupts it.
 */
final class ClientSession {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final int AHEAD_MAX = 16;

    private final SocketChannel channel;
    private final FrameWriter frames;
    private final Gogo gogo;
    private final Completion completion;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(AHEAD_MAX);
    private final CountDownLatch runnerDone = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private Thread runner;
    private CommandSession session;
    private volatile boolean ended;

    ClientSession(SocketChannel channel, Gogo gogo, Completion completion) {
        this.channel = channel;
        this.frames = new FrameWriter(channel);
        this.gogo = gogo;
        this.completion = completion;
    }

    /** Serves the client until it is gone and its last command has ended. The calling thread reads. */
    void serve(Executor threads) {
        try {
            threads.execute(this::runLines);
        } catch (RejectedExecutionException e) {
            LOG.debug("A client connected while the shell closed.", e);
            close();
            return;
        }
        try {
            RequestReader reader = new RequestReader(channel);
            byte[] line = reader.next();
            while (line != null && lines.offer(line)) {
                line = reader.next();
            }
            if (line != null) {
                refuse("More than " + AHEAD_MAX + " lines came ahead of their results.");
            }
        } catch (LynchetException e) {
            refuse(e.code() + ": " + e.getMessage());
        } catch (IOException e) {
            LOG.debug("A client of the shell has gone.", e);
        } finally {
            close();
            awaitRunner();
        }
    }

    /** Blocks until the runner has ended: the session's place is free when both threads are. */
    private void awaitRunner() {
        try {
            runnerDone.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(String message) {
        try {
            frames.error(message);
            frames.exit(ShellErrors.USAGE);
        } catch (IOException e) {
            LOG.debug("A client of the shell has gone.", e);
        }
    }

    /** Ends the connection and interrupts the running command. Any thread may call this, also twice. */
    void close() {
        ended = true;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The connection of a shell client could not be closed.", e);
        }
        lock.lock();
        try {
            if (runner != null) {
                runner.interrupt();
            }
            if (session != null) {
                session.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sets the thread that {@link #close} interrupts, or null before the pool uses the thread for another session. */
    private void running(Thread thread) {
        lock.lock();
        try {
            runner = thread;
        } finally {
            lock.unlock();
        }
    }

    private void runLines() {
        running(Thread.currentThread());
        try {
            while (!ended) {
                answer(lines.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("A client of the shell has gone.", e);
            close();
        } finally {
            running(null);
            runnerDone.countDown();
        }
    }

    private void answer(byte[] line) throws IOException {
        ShellRequest request;
        try {
            request = ShellRequest.read(line);
        } catch (LynchetException e) {
            frames.error(e.code() + ": " + TerminalText.safe(e.getMessage()));
            frames.exit(ShellErrors.USAGE);
            return;
        }
        ShellErrors.Told told = told(request);
        if (!told.text().isEmpty()) {
            frames.error(told.text());
        }
        frames.exit(told.code());
    }

    /** Runs a request. An Error of a command ends the request, too: otherwise the client would wait for ever. */
    private ShellErrors.Told told(ShellRequest request) {
        try {
            return request.complete() ? complete(request.line()) : run(request);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            return ShellErrors.tell(e);
        }
    }

    private ShellErrors.Told complete(String line) {
        try (var out = new PrintStream(frames.stream('o'), false, StandardCharsets.UTF_8)) {
            completion.of(line).forEach(word -> out.append(word).append('\n'));
        }
        return new ShellErrors.Told(0, "");
    }

    private ShellErrors.Told run(ShellRequest request) {
        try {
            CommandSession open = session();
            open.put(CommandFunction.COLUMNS, request.columns());
            Object result = open.execute(request.line());
            if (result != null) {
                byte[] text = (open.format(result, Converter.INSPECT) + "\n").getBytes(StandardCharsets.UTF_8);
                frames.stream('o').write(text);
            }
            return new ShellErrors.Told(0, "");
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return ended ? new ShellErrors.Told(ShellErrors.INTERRUPTED, "") : ShellErrors.tell(e);
        }
    }

    private CommandSession session() {
        lock.lock();
        try {
            if (session == null) {
                session = gogo.session(frames.stream('o'), frames.stream('e'));
                if (ended) {
                    session.close();
                }
            }
            return session;
        } finally {
            lock.unlock();
        }
    }
}
