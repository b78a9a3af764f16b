// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

import java.util.Objects;

/**
 * A JSON value as compact text: no white space outside strings, keys in their original order. Its creator has checked
 * that it is well-formed; codecs write it unchanged.
 */
public record JsonText(String text) {
    public JsonText {
        Objects.requireNonNull(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
