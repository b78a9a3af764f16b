// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.ShellServices;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/**
 * The access to Gogo. Before the first session, neither its classes nor those of the commands are loaded, which keeps
 * the start of the process fast.
 */
final class Gogo {
    static final String SCOPE = "lynchet";

    private final ShellServices services;
    private final BiConsumer<Command, CommandFunction> register;
    private final Runnable registerConverter;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean registered;

    /**
     * Creates the access.
     *
     * @param register makes a command known to Gogo, in scope {@link #SCOPE}
     * @param registerConverter makes a {@link BundleConverter} known to Gogo
     */
    Gogo(ShellServices services, BiConsumer<Command, CommandFunction> register, Runnable registerConverter) {
        this.services = services;
        this.register = register;
        this.registerConverter = registerConverter;
    }

    /** Returns a new session. Fails with {@code UNAVAILABLE} when the runtime of Gogo is missing. */
    CommandSession session(OutputStream out, OutputStream err) {
        CommandProcessor processor = services.find(CommandProcessor.class)
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.UNAVAILABLE, "The runtime of Gogo is missing, which the shell needs."));
        registerOnce();
        CommandSession session = processor.createSession(InputStream.nullInputStream(), out, err);
        session.put("SCOPE", SCOPE + ":*");
        // Words with * and ? are meant for the data, not for the files of the server's working directory.
        session.put(CommandSession.OPTION_NO_GLOB, true);
        return session;
    }

    private void registerOnce() {
        lock.lock();
        try {
            if (!registered) {
                registerConverter.run();
                Commands.ALL.forEach(command -> register.accept(command, new CommandFunction(command, services)));
                registered = true;
            }
        } finally {
            lock.unlock();
        }
    }
}
