// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.json.JsonWriter;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a command prints: lines of UTF-8, gathered until {@link #flush}. One thread at a time. */
public final class Output {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final PrintStream under;
    private final PrintStream stream;
    private final PrintStream notes;
    private final int columns;

    /**
     * @param notes takes remarks that are no result, so that pipes stay clean
     * @param columns the width of the terminal, 0 for none
     */
    public Output(PrintStream out, PrintStream notes, int columns) {
        this.under = out;
        // The given stream writes in the encoding of the platform, and flushes at every line.
        this.stream = new PrintStream(new BufferedOutputStream(out, BUFFER_BYTES), false, StandardCharsets.UTF_8);
        this.notes = notes;
        this.columns = columns;
    }

    /** The width of the terminal, 0 for none. */
    public int columns() {
        return columns;
    }

    /** A line of our own words or of text that went through {@link Screen#safe}. */
    public void line(String text) {
        stream.append(text).append('\n');
    }

    /** Text within a line, such as one that is written over on a terminal. */
    public void part(String text) {
        stream.append(text);
    }

    public void table(Table table) {
        table.lines(columns).forEach(this::line);
    }

    /** One JSON value on its line. */
    public void json(JsonWriter value) {
        line(value.toString());
    }

    /** A remark for people, kept apart from the result. */
    public void note(String text) {
        flush();
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        notes.write(bytes, 0, bytes.length);
        notes.flush();
    }

    /** Sends what was printed. {@link OutputClosed} when nobody is there to read it. */
    public void flush() {
        stream.flush();
        if (under.checkError()) {
            throw new OutputClosed();
        }
    }
}
