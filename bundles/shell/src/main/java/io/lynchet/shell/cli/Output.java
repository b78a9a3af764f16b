// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.json.JsonWriter;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The output of a command: lines of UTF-8, buffered until {@link #flush}. Used by one thread at a time. */
public final class Output {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final PrintStream under;
    private final PrintStream stream;
    private final PrintStream notes;
    private final int columns;

    /**
     * Creates an output.
     *
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

    /** Returns the width of the terminal, 0 for none. */
    public int columns() {
        return columns;
    }

    /** Prints a line of our own words, or of text that went through {@link TerminalText#safe}. */
    public void line(String text) {
        stream.append(text).append('\n');
    }

    /** Prints text within a line, such as one that is overwritten on a terminal. */
    public void part(String text) {
        stream.append(text);
    }

    public void table(TextTable table) {
        table.lines(columns).forEach(this::line);
    }

    /** Prints one JSON value on a line. */
    public void json(JsonWriter value) {
        line(value.toString());
    }

    /** Prints a remark for people, apart from the result. */
    public void note(String text) {
        flush();
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        notes.write(bytes, 0, bytes.length);
        notes.flush();
    }

    /** Sends what was printed. Fails with {@link OutputClosedException} when the client has gone. */
    public void flush() {
        stream.flush();
        if (under.checkError()) {
            throw new OutputClosedException();
        }
    }
}
