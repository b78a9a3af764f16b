// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

/** A receiver of sections of lines, one after the other. */
public interface LineSink {
    /** Begins a section and ends the one before it. */
    void section(String name);

    /** Receives a line without its end, as JSON in UTF-8. */
    void line(byte[] json);

    /** Ends the last section. */
    void end();
}
