// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

/**
 * A place in a text file.
 *
 * @param file the file as shown to people
 * @param line from 1, 0 when unknown
 * @param column in characters from 1, 0 when unknown
 */
public record SourcePosition(String file, int line, int column) {
    /** Returns the place that is {@code characters} further on the same line. */
    public SourcePosition plus(int characters) {
        return new SourcePosition(file, line, column + characters);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
