// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.Problem;
import io.lynchet.api.SourcePosition;

/**
 * The place of a value or a name: its JSON path, and its line and column in the text. Immutable; keeps the text in
 * memory.
 */
public final class JsonPlace {
    private final SourceText source;
    private final JsonPlace parent;

    // The name of a member or the path of the root; null for an item of an array.
    private final String name;
    private final int index;
    private final int offset;

    private JsonPlace(SourceText source, JsonPlace parent, String name, int index, int offset) {
        this.source = source;
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.offset = offset;
    }

    static JsonPlace root(SourceText source, String path, int offset) {
        return new JsonPlace(source, null, path, -1, offset);
    }

    JsonPlace member(String memberName, int at) {
        return new JsonPlace(source, this, memberName, -1, at);
    }

    JsonPlace item(int itemIndex, int at) {
        return new JsonPlace(source, this, null, itemIndex, at);
    }

    JsonPlace movedTo(int at) {
        return new JsonPlace(source, parent, name, index, at);
    }

    /** Returns the part that a member adds to the path of its object: {@code .name}, or {@code ["odd name"]}. */
    public static String memberSegment(String name) {
        boolean plain = !name.isEmpty();
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || c == '_'
                    || c == '$'
                    || (i > 0 && c >= '0' && c <= '9');
        }
        return plain ? "." + name : "[" + new JsonWriter(name.length() + 16).value(name) + "]";
    }

    /** Returns the path, such as {@code $.entities[2].name}. */
    public String path() {
        StringBuilder path = new StringBuilder();
        appendTo(path);
        return path.toString();
    }

    private void appendTo(StringBuilder path) {
        if (parent == null) {
            path.append(name);
            return;
        }
        parent.appendTo(path);
        if (name == null) {
            path.append('[').append(index).append(']');
        } else {
            path.append(memberSegment(name));
        }
    }

    /** Returns the line, from 1. */
    public int line() {
        return source.positionOf(offset).line();
    }

    /** Returns the column, in characters (code points) from 1. */
    public int column() {
        return source.positionOf(offset).column();
    }

    /** Returns this place as a position in a file of that name. */
    public SourcePosition in(String file) {
        return new SourcePosition(file, line(), column());
    }

    /** Returns a problem at this place. */
    public Problem problem(ErrorCode code, String message) {
        return new Problem(path(), code, message);
    }

    @Override
    public String toString() {
        return path();
    }
}
