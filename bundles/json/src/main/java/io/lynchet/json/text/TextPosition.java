// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.text;

/**
 * The position of a byte in a UTF-8 text, with its line and column. A line ends with LF, CR or both.
 *
 * @param offset in bytes from 0
 * @param line from 1
 * @param column in code points from 1
 */
public record TextPosition(int offset, int line, int column) {
    public static final TextPosition START = new TextPosition(0, 1, 1);

    /** Returns the position of a byte that is not before this one. */
    public TextPosition forward(byte[] text, int to) {
        int nextLine = line;
        int nextColumn = column;
        for (int i = offset; i < to; i++) {
            byte b = text[i];
            if (b == '\n' || (b == '\r' && (i + 1 == text.length || text[i + 1] != '\n'))) {
                nextLine++;
                nextColumn = 1;
            } else if ((b & 0xC0) != 0x80) {
                nextColumn++;
            }
        }
        return new TextPosition(to, nextLine, nextColumn);
    }
}
