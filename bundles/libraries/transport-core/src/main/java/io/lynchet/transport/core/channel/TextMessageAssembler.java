// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.channel;

import io.lynchet.api.socket.CloseCode;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The assembler of a client's message from its pieces. Its memory grows with the received bytes, not with an announced
 * length.
 */
public final class TextMessageAssembler {
    private static final byte[] NOTHING = {};

    private final int bytesMax;
    private byte[] pieces = NOTHING;
    private int length;

    public TextMessageAssembler(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Adds a piece.
     *
     * @param piece read now; its bytes are copied
     * @return the whole message after its last piece, else null
     * @throws BadMessageException when it is too long, or not UTF-8
     */
    public byte[] add(ByteBuffer piece, boolean last) throws BadMessageException {
        int more = piece == null ? 0 : piece.remaining();
        if (more > bytesMax - length) {
            throw new BadMessageException(CloseCode.TOO_LARGE, "a message is longer than " + bytesMax + " bytes");
        }
        if (more > pieces.length - length) {
            // Exactly, if it is the whole; most messages come in one piece.
            int room = last ? length + more : (int) Math.min(bytesMax, Math.max(2L * pieces.length, length + more));
            pieces = Arrays.copyOf(pieces, room);
        }
        if (more > 0) {
            piece.get(pieces, length, more);
            length += more;
        }
        return last ? whole() : null;
    }

    private byte[] whole() throws BadMessageException {
        byte[] text = length == pieces.length ? pieces : Arrays.copyOf(pieces, length);
        pieces = NOTHING;
        length = 0;
        if (!isUtf8(text)) {
            throw new BadMessageException(CloseCode.BAD_TEXT, "a text is not UTF-8");
        }
        return text;
    }

    /**
     * Returns whether bytes are well-formed UTF-8 as in RFC 3629: shortest forms only, no surrogates, nothing above
     * U+10FFFF.
     */
    static boolean isUtf8(byte[] text) {
        int at = 0;
        while (at < text.length) {
            if (text[at] >= 0) {
                at++;
                continue;
            }
            int more = following(text, at);
            if (more == 0 || at + more >= text.length) {
                return false;
            }
            for (int i = 2; i <= more; i++) {
                if ((text[at + i] & 0xC0) != 0x80) {
                    return false;
                }
            }
            at += more + 1;
        }
        return true;
    }

    /**
     * Returns the number of bytes after a first byte beyond ASCII; 0 if the sequence is wrong. It also checks the
     * second byte, which has the exceptions.
     */
    private static int following(byte[] text, int at) {
        if (at + 1 == text.length) {
            return 0;
        }
        int first = text[at] & 0xFF;
        int second = text[at + 1] & 0xFF;
        if (first >= 0xC2 && first <= 0xDF) {
            return isBetween(second, 0x80, 0xBF) ? 1 : 0;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return isBetween(second, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) ? 2 : 0;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            return isBetween(second, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) ? 3 : 0;
        }
        return 0;
    }

    private static boolean isBetween(int value, int low, int high) {
        return value >= low && value <= high;
    }
}
