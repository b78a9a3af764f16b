// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.wire;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.BooleanNode;
import io.lynchet.json.JsonNode.Member;
import io.lynchet.json.JsonNode.NumberNode;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonTree;

/**
 * A client's request.
 *
 * @param line to run, or up to the cursor when it is to be completed
 * @param columns the width of the terminal, 0 for none
 * @param complete whether the request asks for completions
 */
public record ShellRequest(String line, int columns, boolean complete) {
    private static final int COLUMNS_MAX = 10_000;

    /** Parses a line of the protocol. Fails with {@code INVALID_JSON} or {@code BAD_REQUEST}. */
    public static ShellRequest read(byte[] json) {
        if (!(JsonTree.read(json) instanceof ObjectNode object)) {
            throw refused("A request must be an object {\"line\":\"...\",\"columns\":80}.");
        }
        String line = null;
        int columns = 0;
        boolean complete = false;
        for (Member member : object.members()) {
            JsonNode value = member.value();
            if (member.name().equals("line") && value instanceof StringNode text) {
                line = text.value();
            } else if (member.name().equals("columns") && value instanceof NumberNode number) {
                columns = columns(number);
            } else if (member.name().equals("complete") && value instanceof BooleanNode flag) {
                complete = flag.value();
            } else {
                throw refused(
                        "A request has \"line\", a string, \"columns\", a number, and \"complete\", true or false; not \""
                                + member.name() + "\" as " + value.kind() + ".");
            }
        }
        if (line == null) {
            throw refused("The request has no \"line\".");
        }
        return new ShellRequest(line, columns, complete);
    }

    private static int columns(NumberNode number) {
        if (number.plain() instanceof Long columns && columns >= 0 && columns <= COLUMNS_MAX) {
            return columns.intValue();
        }
        throw refused("\"columns\" is a whole number from 0 to " + COLUMNS_MAX + ".");
    }

    private static LynchetException refused(String message) {
        return new LynchetException(ErrorCode.BAD_REQUEST, message);
    }
}
