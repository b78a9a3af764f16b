// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.shell.cli.Command;
import io.lynchet.shell.cli.Services;
import io.lynchet.shell.command.Commands;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/**
 * The way to Gogo. Nothing of it is touched before the first session: neither its classes nor those of the commands are loaded during the
 * start of the process.
 */
final class Gogo {
    static final String SCOPE = "lynchet";

    private final Services services;
    private final BiConsumer<Command, CommandFunction> register;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean registered;

    /** @param register makes a command known to Gogo, in scope {@link #SCOPE} */
    Gogo(Services services, BiConsumer<Command, CommandFunction> register) {
        this.services = services;
        this.register = register;
    }

    /** A new session; {@code UNAVAILABLE} when the runtime of Gogo is not there. */
    CommandSession session(OutputStream out, OutputStream err) {
        CommandProcessor processor = services.find(CommandProcessor.class)
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.UNAVAILABLE, "The runtime of Gogo is not there, and the shell needs it."));
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
                Commands.ALL.forEach(command -> register.accept(command, new CommandFunction(command, services)));
                registered = true;
            }
        } finally {
            lock.unlock();
        }
    }
}
