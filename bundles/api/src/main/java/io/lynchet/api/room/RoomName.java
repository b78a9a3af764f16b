// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.room;

/**
 * The rule for names of rooms: 1 to 200 printable characters. Spaces are allowed. Control, format, private and
 * unassigned characters, lone surrogates, and separators of lines and paragraphs are not.
 */
public final class RoomName {
    /** The most characters of a name, in UTF-16 units, like all lengths of text. */
    public static final int CHARS_MAX = 200;

    private RoomName() {}

    public static boolean isValid(String name) {
        return !name.isEmpty()
                && name.length() <= CHARS_MAX
                && name.codePoints().allMatch(RoomName::isPrintable);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
