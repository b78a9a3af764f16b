// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.room;

/** What rooms may be called: 1 to 200 printable characters, with spaces but nothing that people can't see. */
public final class RoomName {
    /** In UTF-16 units, like all lengths of text. */
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
