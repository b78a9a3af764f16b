// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.loop.Loop;
import io.lynchet.shell.wire.FrameWriter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of the shell. Its file belongs to its owner alone, since each process that may open it has full access.
 */
final class ShellServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);
    private static final long STOP_MILLIS = 5_000;
    private static final long IDLE_SECONDS = 10;

    private final Path socket;
    private final int sessionsMax;
    private final Gogo gogo;
    private final Completion completion;
    private final Accepting accepting;
    private final ServerSocketChannel server;
    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final Loop loop = Loop.helpful("lynchet-shell", LOG::error);
    private final ThreadPoolExecutor threads;

    /** The call that the system may refuse. */
    @FunctionalInterface
    interface Accepting {
        SocketChannel accept(ServerSocketChannel server) throws IOException;
    }

    private ShellServer(Path socket, int sessionsMax, Gogo gogo, Completion completion, Accepting accepting)
            throws IOException {
        this.accepting = accepting;
        this.socket = socket;
        this.sessionsMax = sessionsMax;
        this.gogo = gogo;
        this.completion = completion;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        // One thread that accepts; for each session one that reads and one that runs, and as many of sessions that are
        // just ending. No task ever waits for a thread.
        this.threads = new ThreadPoolExecutor(
                0, 1 + 4 * sessionsMax, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "lynchet-shell");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Opens the socket and serves. Removes a file that an earlier process left: the data directory's lock proves that
     * it is ours.
     */
    static ShellServer open(Path socket, int sessionsMax, Gogo gogo, Completion completion) throws IOException {
        return open(socket, sessionsMax, gogo, completion, ServerSocketChannel::accept);
    }

    static ShellServer open(Path socket, int sessionsMax, Gogo gogo, Completion completion, Accepting accepting)
            throws IOException {
        ShellServer shell = new ShellServer(socket, sessionsMax, gogo, completion, accepting);
        try {
            Files.deleteIfExists(socket);
            shell.server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            shell.dropEarly();
            shell.threads.execute(shell::accept);
            return shell;
        } catch (IOException | RuntimeException e) {
            shell.close();
            throw e;
        }
    }

    /** Closes connections from before the permissions were set, which were not checked against them. */
    private void dropEarly() throws IOException {
        server.configureBlocking(false);
        for (SocketChannel early = server.accept(); early != null; early = server.accept()) {
            early.close();
        }
        server.configureBlocking(true);
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                // A lack of file descriptors, for instance, passes; and an error of one client must not affect the
                // next.
                loop.turn(this::acceptOne);
            }
        } catch (InterruptedException e) {
            LOG.debug("The shell was closed.", e);
        }
    }

    private void acceptOne() throws IOException {
        try {
            SocketChannel client = accepting.accept(server);
            if (sessions.size() >= sessionsMax) {
                refuse(client);
            } else {
                start(client);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("The shell was closed.", e);
        }
    }

    private void start(SocketChannel client) {
        ClientSession session = new ClientSession(client, gogo, completion);
        sessions.add(session);
        try {
            threads.execute(() -> serve(session));
        } catch (RejectedExecutionException e) {
            LOG.debug("A client connected while the shell closed.", e);
            sessions.remove(session);
            session.close();
        }
    }

    private void serve(ClientSession session) {
        try {
            session.serve(threads);
        } finally {
            sessions.remove(session);
        }
    }

    private void refuse(SocketChannel client) {
        try (client) {
            FrameWriter frames = new FrameWriter(client);
            frames.error("There are " + sessionsMax
                    + " shell sessions, the most allowed (sessionsMax of io.lynchet.shell); end one first.");
            frames.exit(ShellErrors.UNAVAILABLE);
        } catch (IOException e) {
            LOG.debug("A client of the shell has gone.", e);
        }
    }

    /** Ends all sessions and removes the file. */
    @Override
    public void close() throws IOException {
        loop.close();
        server.close();
        sessions.forEach(ClientSession::close);
        threads.shutdownNow();
        Files.deleteIfExists(socket);
        try {
            if (!threads.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("A command of the shell hangs.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
