// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.event.Level;

/** A stream that makes an event of each printed line. Thread-safe. */
final class PrintedLines extends OutputStream {
    private static final int LINE_BYTES_MAX = 64 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Level level;
    private final String logger;

    PrintedLines(Level level, String logger) {
        this.level = level;
        this.logger = logger;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n' || line.size() == LINE_BYTES_MAX) {
            end();
        }
        if (b != '\n' && b != '\r') {
            line.write(b);
        }
    }

    private void end() {
        if (line.size() > 0) {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            LogOutput.write(LogEntry.of(level, logger, text));
        }
    }
}
