// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

/** Takes in sections of lines, one after the other. */
interface LineSink {
    /** Ends the section before it. */
    void section(String name);

    /** A line without its end, as JSON in UTF-8. */
    void line(byte[] json);

    /** Ends the last section. */
    void end();
}
