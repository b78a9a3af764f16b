// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

/** Text for terminals: its width, cuts, and the removal of everything that could control the terminal. */
public final class TerminalText {
    private TerminalText() {}

    /**
     * Returns the text with everything escaped that a terminal would obey instead of show: escape sequences, line ends,
     * marks of direction. Clients write rows, and their text must not control an operator's terminal.
     */
    public static String safe(String text) {
        StringBuilder shown = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (steers(c)) {
                if (shown == null) {
                    shown = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                escape(shown, c);
            } else if (shown != null) {
                shown.append(c);
            }
        }
        return shown == null ? text : shown.toString();
    }

    private static boolean steers(char c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT && c != '\u200d'
                || c == '\u2028'
                || c == '\u2029';
    }

    private static void escape(StringBuilder to, char c) {
        switch (c) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> to.append(String.format("\\u%04x", (int) c));
        }
    }

    /** Returns the number of cells that the text takes. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += width(point);
            i += Character.charCount(point);
        }
        return width;
    }

    // Close enough without the Unicode tables: combining marks take no cell, East Asian blocks and emoji take two.
    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = point >= 0x1100 && point <= 0x115f
                || point >= 0x2e80 && point <= 0xa4cf
                || point >= 0xac00 && point <= 0xd7a3
                || point >= 0xf900 && point <= 0xfaff
                || point >= 0xfe30 && point <= 0xfe6f
                || point >= 0xff00 && point <= 0xff60
                || point >= 0x1f300 && point <= 0x1faff
                || point >= 0x20000 && point <= 0x3fffd;
        return wide ? 2 : 1;
    }

    /** Returns the text, cut to {@code cells}; a cut text ends with an ellipsis. */
    public static String fit(String text, int cells) {
        if (width(text) <= cells) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (used + width(point) > cells - 1) {
                break;
            }
            used += width(point);
            cut.appendCodePoint(point);
            i += Character.charCount(point);
        }
        return cut.append('…').toString();
    }

    static String padded(String text, int cells, boolean right) {
        String space = " ".repeat(Math.max(0, cells - width(text)));
        return right ? space + text : text + space;
    }
}
